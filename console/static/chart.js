// A person's temperatures: a line of the last two weeks, with the fever's border across it.
"use strict";

const FEVER = 37.3;
const HEIGHT = 150;
const DAY = 86400;

function draw(place) {
  const [times, values] = JSON.parse(place.dataset.readings);
  const width = place.clientWidth;
  const options = {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, low, high) => [low, high] },
      y: { range: (_, low, high) => [Math.min(35.5, low - 0.2), Math.max(38, high + 0.2)] },
    },
    axes: [
      { space: 60, incrs: [DAY, 2 * DAY, 7 * DAY], values: (_, ticks) => ticks.map((at) => new Date(at * 1000).toISOString().slice(5, 10)) },
      { size: 46, values: (_, ticks) => ticks.map((one) => one.toFixed(1)) },
    ],
    series: [
      {},
      { stroke: "#1d4f91", width: 2, points: { show: true, size: 6, fill: "#1d4f91" } },
      { stroke: "#b3261e", width: 1, dash: [4, 4], points: { show: false } },
    ],
  };
  const days = [times[0] - DAY, ...times, times[times.length - 1] + DAY]; // a day beyond either end, for the border
  const chart = new uPlot(options, [days, [null, ...values, null], days.map(() => FEVER)], place);
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
}

for (const place of document.querySelectorAll("[data-readings]")) draw(place);

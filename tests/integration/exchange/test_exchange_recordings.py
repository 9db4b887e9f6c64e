"""Voice messages: taken, kept, told of; silence is none."""

from tests.integration.exchange.town import LINE, Town


def test_it_takes_a_voice_message(town: Town) -> None:
    town.says("/voice", '<Record action="/kept" timeout="30" recordingStatusCallback="/ready"/><Say>never</Say>')
    town.says("/kept", "<Say>thank you</Say>")
    phone = town.phone()
    phone.dial(LINE)
    assert phone.awaits()["kind"] == "record"
    phone.say("two boxes of metformin")
    phone.press("#")
    phone.hears("thank you")
    (kept,) = town.application.of("/kept")
    assert kept.form["Digits"] == "#"
    assert kept.form["RecordingUrl"].endswith(kept.form["RecordingSid"])
    assert int(kept.form["RecordingDuration"]) >= 1
    (ready,) = town.application.was_asked("/ready")
    assert {"RecordingStatus": "completed", "RecordingSid": kept.form["RecordingSid"]}.items() <= ready.form.items()
    status, shown = town.get(f"Recordings/{kept.form['RecordingSid']}.json")
    assert (status, shown["words"]) == (200, "two boxes of metformin")


def test_it_tells_of_a_message_begun_and_kept_where_asked(town: Town) -> None:
    town.says(
        "/voice",
        '<Record action="/kept" timeout="30" recordingStatusCallback="/ready"'
        ' recordingStatusCallbackEvent="in-progress completed absent"/>',
    )
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.say("come quickly")
    phone.press("#")
    begun, kept = (asked.form for asked in town.application.was_asked("/ready", 2))
    assert [begun["RecordingStatus"], kept["RecordingStatus"]] == ["in-progress", "completed"]
    assert begun["RecordingSid"] == kept["RecordingSid"]
    assert (kept["RecordingSource"], kept["RecordingChannels"], kept["ErrorCode"]) == ("RecordVerb", "1", "0")
    assert "RecordingUrl" not in begun
    (noted,) = town.ledger("recording")
    assert (noted["sid"], noted["words"]) == (kept["RecordingSid"], "come quickly")


def test_it_tells_of_a_message_that_was_silence_where_asked(town: Town) -> None:
    town.says("/voice", '<Record timeout="1" recordingStatusCallback="/ready" recordingStatusCallbackEvent="absent"/>')
    town.phone().dial(LINE)
    (told,) = town.application.was_asked("/ready")
    assert told.form["RecordingStatus"] == "absent"
    assert town.ledger("recording") == []


def test_it_goes_on_when_nothing_was_recorded(town: Town) -> None:
    town.says("/voice", '<Record action="/kept" timeout="1"/><Say>nothing heard</Say>')
    phone = town.phone()
    phone.dial(LINE)
    phone.hears("nothing heard")
    assert town.application.of("/kept") == []


def test_a_key_alone_leaves_no_message(town: Town) -> None:
    town.says("/voice", '<Record action="/kept" timeout="30"/><Say>nothing heard</Say>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    assert phone.press("#") == "#"
    phone.hears("nothing heard")
    assert town.application.of("/kept") == []
    assert town.ledger("recording") == []


def test_a_hang_up_alone_leaves_no_message(town: Town) -> None:
    town.says(
        "/voice",
        '<Record action="/kept" timeout="30" recordingStatusCallback="/ready" recordingStatusCallbackEvent="absent"/>',
    )
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.hangup()
    town.application.was_asked("/ready")
    town.application.was_asked("/status")
    assert town.application.of("/kept") == []


def test_it_keeps_a_message_that_ends_with_a_hang_up(town: Town) -> None:
    town.says("/voice", '<Record action="/kept" timeout="30"/>')
    phone = town.phone()
    phone.dial(LINE)
    phone.awaits()
    phone.say("come quickly")
    phone.hangup()
    (kept,) = town.application.was_asked("/kept")
    assert (kept.form["Digits"], kept.form["CallStatus"]) == ("hangup", "completed")

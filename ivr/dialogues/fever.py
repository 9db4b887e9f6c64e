"""After a fever or an "unwell": three questions, once a call, and what to do if breath fails."""

from ivr.acts import report, worker
from ivr.events import Symptom
from ivr.script import Branch, Dialogue, Do, End, Menu, Tell

FEVER = Dialogue(
    "fever",
    steps={
        "told": Tell(then="report", firm=True),  # F1
        "report": Do(report.confirm, then="questions"),
        "questions": Branch(report.were_symptoms_asked, {"yes": "over", "no": "ask"}),
        "ask": Do(report.ask_symptoms, then="breathless"),
        "breathless": Menu({"1": "is_breathless", "2": "cough"}, silences=1, gives_up="cough"),  # F2
        "is_breathless": Do(report.has(Symptom.BREATHLESS), then="call_120"),
        "call_120": Tell(then="over"),
        "cough": Menu({"1": "has_cough", "2": "weak"}, silences=1, gives_up="weak"),  # F3
        "has_cough": Do(report.has(Symptom.COUGH), then="weak"),
        "weak": Menu({"1": "is_weak", "2": "over"}, silences=1, gives_up="over"),  # F4
        "is_weak": Do(report.has(Symptom.WEAK), then="over"),
        "over": Branch(worker.is_let_in, {"yes": "worker.alarmed", "no": "close"}),
        "close": End(),  # F5
    },
)

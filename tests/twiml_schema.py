"""TwiML held against a schema of the verbs this line uses (tests/data/twiml.xsd)."""

from functools import cache
from pathlib import Path

from lxml import etree

XSD = Path(__file__).parent / "data" / "twiml.xsd"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD))


def fault_of(document: str) -> str | None:
    """What the schema finds wrong with a document, which has to be well-formed; None for nothing."""
    try:
        _schema().assertValid(etree.fromstring(document.encode()))
    except etree.DocumentInvalid as error:
        return f"{error} in {document}"
    return None

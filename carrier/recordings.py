"""Where the carrier keeps a recording: an address built from its sid, never one that was posted (no SSRF)."""

import re
from urllib.parse import quote

_SID = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)  # RE and 32 hex digits at Twilio; other switches have their own


def recording_path(account_sid: str, recording_sid: str) -> str:
    """A recording's path at the API, as WAV. ValueError for what is no recording's sid."""
    if not _SID.fullmatch(recording_sid):
        raise ValueError("this is no recording's sid")
    return f"/2010-04-01/Accounts/{quote(account_sid, safe='')}/Recordings/{recording_sid}.wav"


def recording_url(api_base: str, account_sid: str, recording_sid: str) -> str:
    """The whole address, for the carrier itself to play. ValueError as above."""
    return api_base.rstrip("/") + recording_path(account_sid, recording_sid)

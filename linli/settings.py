"""Settings from the environment: a command asks only for what it needs, and a wrong value stops it in one line."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.refusals import Refused
from models.database import database_url

REAL_CARRIER = "https://api.twilio.com"
ADVICE = {
    "TWILIO_ACCOUNT_SID": "the account's sid, AC and 32 hex digits, from the carrier's console",
    "TWILIO_AUTH_TOKEN": "the account's auth token; two with a comma between during a rotation, the new one first",
    "PUBLIC_BASE_URL": "where the carrier reaches this service, for example https://line.example.org",
    "SECRET_KEY": "any long random text",
}


class SettingsError(Refused):
    """A setting is missing or wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """The environment, read once by each process. Secrets do not print."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, validate_default=False)

    database_url: str = Field(default_factory=lambda: f"sqlite:///{Path.cwd() / 'var' / 'linli.db'}")
    redis_url: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_api_key: str = ""
    twilio_api_secret: SecretStr = SecretStr("")
    twilio_api_base: str = REAL_CARRIER
    public_base_url: Annotated[tuple[str, ...], NoDecode] = ()
    secret_key: SecretStr = SecretStr("")
    data_key: SecretStr = SecretStr("")
    linli_clock_start: datetime | None = None
    linli_clock_speed: float = Field(default=1.0, gt=0, le=100_000)
    linli_senders: int = Field(default=16, ge=1, le=64)  # connections to the carrier of one worker process
    linli_texts_per_second: float = Field(default=0.8, gt=0)  # routine texts: 80 % of a long number's one a second
    linli_calls_per_second: float = Field(default=0.8, gt=0)  # routine calls: 80 % of the account's one a second
    linli_duty_phone: str = ""  # dialled by the fallback document when the service itself is down

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        database_url(value)
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("it begins with redis://, rediss:// or unix://")
        return value

    @field_validator("twilio_auth_token")
    @classmethod
    def _holds_a_token(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().strip(" ,"):
            raise ValueError("there is no token in it")
        return value

    @field_validator("twilio_api_base")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not (value.startswith(("http://", "https://")) and _host(value)):
            raise ValueError("it is an address that begins with http:// or https://")
        return value

    @field_validator("linli_duty_phone")
    @classmethod
    def _can_be_dialled(cls, value: str) -> str:
        if not re.fullmatch(r"\+[1-9]\d{6,14}", value):
            raise ValueError("write + and digits alone, with the country code")
        return value

    @field_validator("public_base_url", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("public_base_url")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not part.startswith(("http://", "https://")) for part in value):
            raise ValueError("every address begins with http:// or https://")
        return value

    @field_validator("linli_clock_start")
    @classmethod
    def _has_offset(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("write the offset too, for example 2020-02-29T07:00:00+08:00")
        return value

    @model_validator(mode="after")
    def _no_play_with_real_people(self) -> Self:
        plays = self.linli_clock_start is not None or self.linli_clock_speed != 1
        if plays and self.twilio_account_sid and _host(self.twilio_api_base).endswith(".twilio.com"):
            raise ValueError(
                "LINLI_CLOCK_START and LINLI_CLOCK_SPEED are refused with the real carrier's address: unset them"
            )
        return self

    @model_validator(mode="after")
    def _a_key_has_its_secret(self) -> Self:
        if bool(self.twilio_api_key) != bool(self.twilio_api_secret.get_secret_value()):
            raise ValueError("TWILIO_API_KEY and TWILIO_API_SECRET go together: set both or neither")
        return self

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """Signatures are checked against each; the first is the one in use."""
        return tuple(part.strip() for part in self.twilio_auth_token.get_secret_value().split(",") if part.strip())


CARRIER = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "PUBLIC_BASE_URL")


def load_settings(*needs: str) -> Settings:
    """The settings, with those named in `needs` present. SettingsError names every missing or wrong one."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(one["loc"], one["msg"]) for one in error.errors())) from None
    missing = [name for name in needs if not _is_set(settings, name)]
    if missing:
        raise SettingsError("; ".join(f"{name} is not set: {ADVICE[name]}" for name in missing))
    return settings


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    reason = message.removeprefix("Value error, ")
    return f"{str(location[0]).upper()} is wrong: {reason}" if location else reason


def _host(address: str) -> str:
    """Whose address it is, however it is written; empty where it is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_set(settings: Settings, name: str) -> bool:
    value = getattr(settings, name.lower())
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)

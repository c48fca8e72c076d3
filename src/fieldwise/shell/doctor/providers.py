"""The agencies' own accounts: does each OpenID Connect provider answer as itself?"""

import json
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from fieldwise.shell.commands.serve import is_loopback
from fieldwise.shell.doctor.findings import Finding, missing, ok
from fieldwise.shell.env import Provider

TIMEOUT_SECONDS = 5
LONGEST_BYTES = 1024 * 1024
DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class ProviderFacts:
    """The issuer as the settings name it and as the provider names itself, or the problem with it."""

    name: str
    issuer: str
    answered: str = ""
    problem: str = ""


def gather(provider: Provider) -> ProviderFacts:
    """The facts of one provider."""
    said = urlsplit(provider.issuer)
    if said.scheme != "https" and not (said.scheme == "http" and is_loopback(said.hostname or "")):
        return ProviderFacts(provider.name, provider.issuer, problem="its issuer is not an https address")
    url = provider.issuer.rstrip("/") + DISCOVERY
    try:
        with urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 https, or this machine
            document = json.loads(answer.read(LONGEST_BYTES))
        return ProviderFacts(provider.name, provider.issuer, answered=str(document["issuer"]))
    except HTTPError as problem:
        return ProviderFacts(provider.name, provider.issuer, problem=f"{url} answers {problem.code}")
    except OSError as problem:
        reason = getattr(problem, "reason", problem)
        return ProviderFacts(provider.name, provider.issuer, problem=f"{url} does not answer: {reason}")
    except (ValueError, KeyError, TypeError):
        return ProviderFacts(provider.name, provider.issuer, problem=f"{url} names no issuer")


def judge(facts: ProviderFacts) -> list[Finding]:
    """The check of one provider."""
    check, mend = f"accounts of {facts.name}", "Mend issuer in [[oidc]], or ask those who run the provider."
    if facts.problem:
        return [missing(check, f"They cannot be used: {facts.problem}.", mend)]
    if facts.answered != facts.issuer:
        return [missing(check, f"The provider calls itself {facts.answered}, not {facts.issuer}.", mend)]
    return [ok(check, f"{facts.issuer} answers as itself.")]

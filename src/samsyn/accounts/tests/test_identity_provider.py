"""Signing in through an employer: a real OpenID Connect provider in a process of its own, on this machine."""

import json
import re
import socket
import subprocess
import sys
import time
from urllib.parse import urljoin

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount

from samsyn.accounts.models import User

from . import factories as people

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN, STRANGER = "kim@kommunen.example", "okand@kommunen.example"
PEOPLE = [
    {"sub": "s-kim", "email": KNOWN, "email_verified": True, "amr": ["pwd", "mfa"]},
    {"sub": "s-kim-plain", "email": KNOWN, "email_verified": True, "amr": ["pwd"]},
    {"sub": "s-unverified", "email": KNOWN, "email_verified": False, "amr": ["mfa"]},
    {"sub": "s-elsewhere", "email": "kim@annan.example", "email_verified": True, "amr": ["mfa"]},
    {"sub": "s-stranger", "email": STRANGER, "email_verified": True, "amr": ["mfa"]},
]


@pytest.fixture(scope="module")
def provider():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for person in PEOPLE:
        command += ["--user-claims", json.dumps(person)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def configured(settings, provider):
    """One provider, trusted for an authority's addresses and for the second factor."""
    config = {
        "provider_id": "kommunen",
        "name": "Kommunen",
        "client_id": "samsyn",
        "secret": "hemligt",
        "settings": {
            "server_url": provider,
            "trusted_domains": ["kommunen.example"],
            "trusted_for_second_factor": True,
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [config]}}
    settings.SECOND_FACTOR_REQUIRED = True
    return config["settings"]


@pytest.fixture
def kim():
    return people.coach(user=people.UserFactory(email=KNOWN))


def sign_in(live_server, subject):
    """Walk from our sign-in page to the provider and back, as a browser would. The last answer,
    and the session.
    """
    browser = requests.Session()
    page = browser.get(f"{live_server.url}/accounts/login/", timeout=5)
    form = re.search(
        r'<form method="post" action="(/accounts/oidc/[^"]+)">.*?value="([^"]+)"', page.text, re.DOTALL
    )
    sent = {"csrfmiddlewaretoken": form[2]}
    answer = browser.post(urljoin(live_server.url, form[1]), data=sent, allow_redirects=False, timeout=5)
    asked = answer.headers["Location"]
    assert "code_challenge=" in asked and "state=" in asked
    agreed = browser.post(asked, data={"sub": subject}, allow_redirects=False, timeout=5)
    return browser.get(agreed.headers["Location"], timeout=5), browser


def own_page(live_server, browser):
    return browser.get(f"{live_server.url}/people/me/", timeout=5, allow_redirects=False)


def test_an_account_that_exists_is_opened_and_the_providers_second_factor_counts(
    live_server, configured, kim
):
    _, browser = sign_in(live_server, "s-kim")
    assert own_page(live_server, browser).status_code == 200
    assert SocialAccount.objects.get().uid == "s-kim"


def test_the_next_time_the_providers_own_name_for_the_person_is_enough(live_server, configured, kim):
    sign_in(live_server, "s-kim")
    User.objects.filter(pk=kim.pk).update(email="nytt@kommunen.example")
    _, browser = sign_in(live_server, "s-kim")
    assert own_page(live_server, browser).status_code == 200
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("subject", ["s-unverified", "s-elsewhere", "s-stranger"])
def test_nobody_else_gets_in_and_no_account_is_made(live_server, configured, kim, subject):
    people.UserFactory(email="kim@annan.example")
    before = User.objects.count()
    answer, browser = sign_in(live_server, subject)
    assert answer.status_code == 403 and "Du har inget konto" in answer.text
    assert own_page(live_server, browser).headers["Location"].startswith("/accounts/login/")
    assert User.objects.count() == before and not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(live_server, configured, kim):
    sign_in(live_server, "s-kim")
    User.objects.filter(pk=kim.pk).update(is_active=False)
    _, browser = sign_in(live_server, "s-kim")
    assert own_page(live_server, browser).status_code == 302


def test_without_a_second_factor_at_the_provider_one_must_have_ones_own(live_server, configured, kim):
    _, browser = sign_in(live_server, "s-kim-plain")
    assert own_page(live_server, browser).headers["Location"] == "/accounts/2fa/"


def test_a_provider_that_is_not_trusted_for_it_does_not_count(live_server, configured, kim):
    configured["trusted_for_second_factor"] = False
    _, browser = sign_in(live_server, "s-kim")
    assert own_page(live_server, browser).headers["Location"] == "/accounts/2fa/"


def test_one_who_has_a_factor_of_their_own_is_asked_only_when_the_provider_has_not(
    live_server, configured, kim
):
    TOTP.activate(kim, generate_totp_secret())
    answer, _ = sign_in(live_server, "s-kim-plain")
    assert answer.url.endswith("/accounts/2fa/authenticate/")
    _, browser = sign_in(live_server, "s-kim")
    assert own_page(live_server, browser).status_code == 200


def test_a_password_of_ones_own_is_left_alone(live_server, configured, kim):
    sign_in(live_server, "s-kim")
    assert User.objects.get(pk=kim.pk).check_password(people.PASSWORD)

"""Signing in: a password, a second factor, limits on guessing, and nothing told about who has an account."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import get_resolver, reverse

from samsyn.accounts.actions import machine
from samsyn.accounts.tests.factories import PASSWORD

from . import factories as people

LOGIN = "/accounts/login/"
WRONG = "E-postadressen eller lösenordet stämmer inte."
TOO_MANY = "För många misslyckade försök."


@pytest.fixture
def person(db):
    return people.coach()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password} | more)


def is_signed_in(client):
    return client.get("/people/me/").status_code == 200


def code_of(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


# ── Password ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_right_password_opens(client, person):
    assert sign_in(client, person.email).status_code == 302
    assert is_signed_in(client)


def test_one_comes_back_to_where_one_was_going(client, person):
    assert sign_in(client, person.email, next="/people/me/")["Location"] == "/people/me/"
    client.logout()
    assert sign_in(client, person.email, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    wrong = sign_in(client, person.email, "fel").content.decode()
    unknown = sign_in(client, "ingen@example.org", "fel").content.decode()
    assert WRONG in wrong and WRONG in unknown


def test_five_wrong_passwords_close_the_account_for_a_while(client, person):
    for _ in range(5):
        assert WRONG in sign_in(client, person.email, "fel").content.decode()
    assert TOO_MANY in sign_in(client, person.email).content.decode()
    assert not is_signed_in(client)


def test_another_account_is_not_closed_by_it(client, person):
    for _ in range(6):
        sign_in(client, person.email, "fel")
    assert sign_in(client, people.coach().email).status_code == 302


def test_the_attempts_are_counted_where_every_process_sees_them(client, person):
    sign_in(client, person.email, "fel")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM samsyn_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] >= 1
    cache.clear()


@pytest.mark.parametrize("closed", [{"is_active": False}, {"is_machine": True}])
def test_closed_accounts_and_machines_cannot(client, db, closed):
    person = people.UserFactory(**closed)
    sign_in(client, person.email)
    assert not is_signed_in(client)


def test_the_machine_cannot(client, db):
    sign_in(client, machine().email, "")
    assert not is_signed_in(client)


def test_no_local_password_opens_where_only_providers_do(client, person, settings):
    settings.LOCAL_PASSWORDS = False
    assert "Lösenord" not in client.get(LOGIN).content.decode()
    sign_in(client, person.email)
    assert not is_signed_in(client)
    assert client.get("/accounts/password/reset/").status_code == 404


def test_the_session_gets_a_new_name_when_somebody_signs_in(client, person):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["samsyn"] = before
    sign_in(client, person.email)
    assert client.session.session_key != before


def test_signing_out_ends_it(client, person):
    sign_in(client, person.email)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


# ── A new password ────────────────────────────────────────────────────────────────────────────────────────


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(client, person):
    here = client.post("/accounts/password/reset/", {"email": person.email}, follow=True)
    nowhere = client.post("/accounts/password/reset/", {"email": "ingen@example.org"}, follow=True)
    assert here.redirect_chain == nowhere.redirect_chain
    assert [letter.to for letter in mail.outbox] == [[person.email]]


def test_a_forgotten_password_is_chosen_anew_by_letter(client, person):
    client.post("/accounts/password/reset/", {"email": person.email})
    assert person.name not in mail.outbox[0].body
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    chosen = {"password1": "fyra gröna cyklar sjunger", "password2": "fyra gröna cyklar sjunger"}
    client.post(page.redirect_chain[-1][0], chosen)
    client.logout()
    assert sign_in(client, person.email, "fyra gröna cyklar sjunger").status_code == 302


def test_a_short_password_is_refused(client, person):
    sign_in(client, person.email)
    sent = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert "12" in client.post("/accounts/password/change/", sent).content.decode()


# ── The second factor ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_without_one_there_is_nothing_but_getting_one(client, person, demanded):
    sign_in(client, person.email)
    assert client.get("/people/me/")["Location"] == reverse("mfa_index")
    assert client.post("/people/me/hat/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_code_from_the_app_is_asked_for(client, person, demanded):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert sign_in(client, person.email)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert "Koden är fel" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_recovery_code_opens_once(client, person, demanded):
    TOTP.activate(person, generate_totp_secret())
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    sign_in(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(client)


def test_setting_up_the_app_asks_for_the_password_again_and_gives_recovery_codes(client, person, demanded):
    client.force_login(person)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": PASSWORD})
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)}, follow=True)
    assert "Reservkoder" in done.content.decode()
    assert is_signed_in(client)


def test_the_secret_of_the_app_is_stored_encrypted(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    stored = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in stored and get_adapter().decrypt(stored) == secret


def test_when_the_last_factor_is_gone_there_is_nothing_again(client, person, demanded):
    TOTP.activate(person, generate_totp_secret())
    client.force_login(person)
    assert is_signed_in(client)
    Authenticator.objects.all().delete()
    assert client.get("/people/me/")["Location"] == reverse("mfa_index")


# ── The pages ─────────────────────────────────────────────────────────────────────────────────────────────

OPEN = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
        "account_reset_password_from_key_done", "socialaccount_login_cancelled",
        "socialaccount_login_error"]  # fmt: skip
OWN = ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp", "account_change_password",
       "account_reauthenticate", "account_logout"]  # fmt: skip
NOBODYS = ["account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"]


@pytest.mark.parametrize("page", OPEN + OWN)
def test_every_sign_in_page_is_ours_in_swedish_and_runs_no_inline_script(client, person, page):
    if page in OWN:
        sign_in(client, person.email)
        if page in ("mfa_add_webauthn", "mfa_activate_totp"):
            client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse(page))
    text = answer.content.decode()
    assert answer.status_code == (401 if page == "socialaccount_login_error" else 200)
    assert 'lang="sv"' in text and "samsyn.css" in text
    inline = [tag for tag in re.findall(r"<script([^>]*)>", text) if "src=" not in tag and "json" not in tag]
    assert inline == [] and " style=" not in text and "onclick" not in text
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("page", NOBODYS)
def test_nobody_signs_up(client, person, page):
    assert client.get(reverse(page)).status_code == 404
    client.force_login(person)
    assert client.post(reverse(page), {"email": "x@example.org"}).status_code == 404


def test_pages_that_are_only_offered_signed_in_lead_to_sign_in(client, db):
    for page in OWN:
        if page != "account_logout":
            assert client.get(reverse(page)).status_code == 302, page


def test_a_page_of_allauths_that_we_have_not_thought_of_is_not_there():
    offered = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not {name for name in offered if "phone" in name or "trust" in name or "code" in name} - {
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }

"""Signing in as people do: by passkey, by authenticator app, with a password from a slip."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode

import pytest

from config.demo import PASSWORD

POLICY = "Content Security Policy"


@pytest.fixture
def door(browser, served):
    """A page at `localhost`, where a passkey can live: an address of numbers is no domain.

    With the browser's own virtual authenticator, which confirms its user by itself.
    """
    contexts = []

    def open_door():
        context = browser.new_context(
            base_url=served.replace("127.0.0.1", "localhost"),
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.refused = []
        page.on("console", lambda m: page.refused.append(m.text) if POLICY in m.text else None)
        page.on("pageerror", lambda error: page.refused.append(str(error)))
        return page

    yield open_door
    for context in contexts:
        context.close()


def virtual_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "ctap2Version": "ctap2_1",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page, username: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("form[action*=login] button[type=submit]").first.click()
    page.wait_for_load_state()


def confirm_if_asked(page, password: str = PASSWORD) -> None:
    """Before a change to second factors the password is asked again."""
    if "reauthenticate" in page.url:
        page.locator("input[name=password]").fill(password)
        page.locator("form[action*=reauthenticate] button[type=submit]").click()
        page.wait_for_load_state()


def sign_out(page) -> None:
    page.goto("/sign-in/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/sign-in/login/**")


def one_time_code(secret: str) -> str:
    """The six digits of RFC 6238, as an authenticator app shows them now."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def test_a_passkey_is_added_and_signs_in_without_a_password(door):
    page = door()
    sign_in(page, "u.minh")
    virtual_authenticator(page)
    page.goto("/sign-in/2fa/webauthn/add/")
    confirm_if_asked(page)
    page.goto("/sign-in/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("Máy cơ quan")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    assert page.refused == [], "the content security policy or the script refused"

    sign_out(page)
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    assert "Tô Thị Rừng" in page.content()
    assert page.refused == []

    page.goto("/sign-in/2fa/webauthn/")
    assert "Máy cơ quan" in page.content()


def test_a_password_alone_no_longer_signs_in_once_an_authenticator_app_is_on(door):
    page = door()
    sign_in(page, "cong.an")
    page.goto("/sign-in/2fa/totp/activate/")
    confirm_if_asked(page)
    page.goto("/sign-in/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(one_time_code(secret))
    page.locator("main form button.button-primary").click()
    page.wait_for_url("**/recovery-codes/**")
    assert page.refused == []

    sign_out(page)
    sign_in(page, "cong.an")
    assert "/2fa/authenticate/" in page.url
    page.goto("/tasks/")
    assert "/sign-in/" in page.url, "half a sign-in opens nothing"
    page.goto("/sign-in/2fa/authenticate/")
    page.locator("input[name=code]").first.fill("000000")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert "/2fa/authenticate/" in page.url


def test_an_account_goes_from_the_administrator_by_paper_to_its_owner(door):
    page = door()
    sign_in(page, "quan.tri")
    page.goto("/accounts/open/")
    page.locator("input[name=full_name]").fill("Lý Thị Phiếu")
    page.locator("input[name=username]").fill("ly.thi.phieu")
    page.locator("input[name=place]").press_sequentially("so y te", delay=20)
    page.locator("#place-choices input[type=radio]").first.check()
    page.locator("select[name=role]").select_option("officer")
    page.locator("textarea[name=reason]").fill("Quyết định 15/QĐ-SYT")
    page.locator("main form button.button-primary").click()
    password = page.locator(".slip-password").inner_text()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", password)
    assert page.refused == []

    owner = door()
    sign_in(owner, "ly.thi.phieu", password)
    assert "/password/change/" in owner.url
    owner.goto("/tasks/")
    assert "/password/change/" in owner.url
    owner.locator("input[name=oldpassword]").fill(password)
    for name in ("password1", "password2"):
        owner.locator(f"input[name={name}]").fill("cau-dai-cua-rieng-toi")
    owner.locator("main form button[type=submit]").first.click()
    owner.wait_for_url(lambda url: "/sign-in/" not in url)
    assert "Sở Y tế" in owner.locator(".topbar").inner_text()


def test_five_wrong_passwords_close_a_name_and_say_so(door):
    page = door()
    for _ in range(6):
        sign_in(page, "an.xuyen", "sai-mat-khau")
    assert "tạm khóa 10 phút" in page.content()
    sign_in(page, "an.xuyen")
    assert "/sign-in/login/" in page.url


def test_who_works_in_two_places_is_asked_where(door):
    page = door()
    sign_in(page, "tong.hop")
    assert "/accounts/workplace/" in page.url
    page.get_by_role("button", name="Sở Y tế").click()
    page.wait_for_url(lambda url: "/workplace/" not in url)
    assert "Sở Y tế" in page.locator(".workplace").inner_text()
    page.locator(".workplace summary").click()
    page.locator(".workplace form button", has_text="Tỉnh Cà Mau").click()
    page.wait_for_load_state()
    assert "Tỉnh Cà Mau" in page.locator(".workplace summary").inner_text()

"""What a user may configure of a seller, and what is refused.

Source: facts 'providers', sections 2, 3.6 and 14.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from steps import seller

from otio_v2a.errors import UsageError
from otio_v2a.providers import registry
from otio_v2a.providers.base import Limits, Price, Remote

REMOTE = tuple(name for name in registry.names() if isinstance(registry.provider(name), Remote))
HOSTS = {
    "WAVESPEED_BASE_URL": ("wavespeed", "base_url", "https://api.wavespeed.ai"),
    "INFERENCE_BASE_URL": ("inference", "base_url", "https://api.inference.sh"),
    "KKIAI_BASE_URL": ("kkiai", "base_url", "https://www.kkiai.com/kling"),
    "KLING_BASE_URL": ("kling", "base_url", "https://api-singapore.klingai.com"),
    "SCENARIO_BASE_URL": ("scenario", "base_url", "https://api.cloud.scenario.com/v1"),
    "FAL_QUEUE_BASE_URL": ("fal", "queue_base_url", "https://queue.fal.run"),
    "FAL_REST_BASE_URL": ("fal", "rest_base_url", "https://rest.fal.ai"),
    "FAL_CDN_BASE_URL": ("fal-mmaudio", "cdn_base_url", "https://v3.fal.media"),
    "REPLICATE_BASE_URL": ("replicate-mmaudio", "base_url", "https://api.replicate.com"),
}
TABLE = {
    # name: what a request costs, a second; seconds it takes; jobs at once; interval, burst
    "wavespeed": ("0.035", "0", 3, 20, 2, (30, 1)),
    "inference": ("0.0088", "0", 3, 20, 2, (1, 1)),
    "kkiai": ("0.035", "0", 3, 20, 2, (1, 1)),
    "kling": ("0.035", "0", 3, 20, 2, (1, 1)),
    "scenario": ("0.035", "0", 3, 20, 2, (1, 1)),
    "scenario-mmaudio": ("0.035", "0", 1, 30, 2, (1, 1)),
    "scenario-foley": ("0.035", "0", 1, 30, 2, (1, 1)),
    "fal": ("0.035", "0", 3, 20, 2, (1, 1)),
    "fal-mmaudio": ("0", "0.001", 1, 30, 2, (1, 1)),
    "replicate-mmaudio": ("0.008", "0", 1, 20, 2, (1, 1)),
}
UNPUBLISHED = {"kkiai", "kling", "scenario", "scenario-mmaudio", "scenario-foley"}
REPORTED = {"replicate-mmaudio"}
KEYS = {
    "wavespeed": (("WAVESPEED_API_KEY",),),
    "inference": (("INFERENCE_API_KEY",),),
    "kkiai": (("KKIAI_API_KEY",),),
    "kling": (("KLING_API_KEY",), ("KLING_ACCESS_KEY", "KLING_SECRET_KEY")),
    "scenario": (("SCENARIO_SDK_API_KEY", "SCENARIO_SDK_API_SECRET"),),
    "fal": (("FAL_KEY",), ("FAL_KEY_ID", "FAL_KEY_SECRET")),
    "replicate": (("REPLICATE_API_TOKEN",),),
}


def refusal(name: str, **options: Any) -> str:
    with pytest.raises(UsageError, match=r"\.$|\?$") as caught:
        seller(name, **options)
    return str(caught.value)


@pytest.mark.parametrize("name", REMOTE)
def test_limits_and_prices_are_the_sheet_s(name: str) -> None:
    request, second, shortest, longest, jobs, (interval, burst) = TABLE[name]
    terms = seller(name)
    assert terms.limits == Limits(Fraction(shortest), Fraction(longest), 200, margin=1)
    assumed = name in UNPUBLISHED | REPORTED
    assert terms.price == Price(Decimal(request), Decimal(second), assumed)
    assert (terms.concurrency, terms.submit_interval, terms.burst) == (jobs, interval, burst)
    assert (terms.max_bytes, terms.tolerance) == (100_000_000, 0.25)


@pytest.mark.parametrize("name", REMOTE)
def test_keys_come_from_the_variables_of_the_sheet(name: str) -> None:
    assert seller(name).keys == (KEYS.get(name) or KEYS[name.partition("-")[0]])


@pytest.mark.parametrize(
    ("name", "secrets", "expected"),
    [
        ("wavespeed", {"WAVESPEED_API_KEY": "k"}, "Bearer k"),
        ("inference", {"INFERENCE_API_KEY": "inf_k"}, "Bearer inf_k"),
        ("kkiai", {"KKIAI_API_KEY": "k"}, "Bearer k"),
        (
            "scenario",
            {"SCENARIO_SDK_API_KEY": "key", "SCENARIO_SDK_API_SECRET": "secret"},
            "Basic a2V5OnNlY3JldA==",
        ),
        ("fal", {"FAL_KEY": "id:secret"}, "Key id:secret"),
        ("fal-mmaudio", {"FAL_KEY_ID": "id", "FAL_KEY_SECRET": "secret"}, "Key id:secret"),
        ("replicate-mmaudio", {"REPLICATE_API_TOKEN": "r8_k"}, "Bearer r8_k"),
    ],
)
def test_a_key_is_shown_as_each_seller_wants_it(
    name: str, secrets: dict[str, str], expected: str
) -> None:
    assert seller(name).authorization(secrets, 0, again=False) == expected


@pytest.mark.parametrize(("variable", "where"), HOSTS.items())
def test_an_address_of_the_environment_goes_before_the_configured_one(
    variable: str, where: tuple[str, str, str]
) -> None:
    name, option, usual = where
    options = {option: "https://configured.example/x/"}
    assert usual in seller(name).bases
    assert "https://configured.example/x" in seller(name, **options).bases
    moved = registry.provider(name, options, {variable: "http://127.0.0.1:7/v1/"})
    assert isinstance(moved, Remote)
    assert set(moved.bases) - set(seller(name).bases) == {"http://127.0.0.1:7/v1"}
    assert registry.provider(name, {}, {variable: ""}) == registry.provider(name)


@pytest.mark.parametrize(
    "url",
    [
        *("https://x.example", "https://x.example:8443/a", "http://127.0.0.1:8080"),
        *("http://[::1]:8080", "http://localhost:8080/v1", "http://127.9.9.9"),
    ],
)
def test_an_address_is_https_or_this_machine_itself(url: str) -> None:
    assert seller("wavespeed", base_url=f"{url}/").bases == (url,)


WHERE = "'base_url' in [providers.wavespeed] is"


@pytest.mark.parametrize(
    "url",
    [
        *("http://x.example", "http://10.0.0.1", "http://localhost.evil.example", "x.example", ""),
        *("ftp://127.0.0.1", "https://", "http://127.0.0.1.evil.example", "file:///etc/passwd"),
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    assert refusal("wavespeed", base_url=url) == (
        f"{WHERE} {url!r}: an address has to begin with https:// (http:// on this machine alone)."
    )


@pytest.mark.parametrize("url", ["https://x.example/?a=1", "https://x.example/#a"])
def test_an_address_holds_nothing_that_would_get_lost(url: str) -> None:
    assert refusal("wavespeed", base_url=url) == (
        f"{WHERE} {url!r}: an address may hold neither a user, a query nor a fragment."
    )


@pytest.mark.parametrize("user", ["me:pass-word-7", ":pass-word-7", "me"])
def test_a_user_in_an_address_is_refused_and_not_repeated(user: str) -> None:
    assert refusal("wavespeed", base_url=f"https://{user}@x.example") == (
        f"{WHERE} 'https://x.example': an address may hold neither a user, a query nor a fragment."
    )


@pytest.mark.parametrize("url", ["https://[", "https://x.example:99999999"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert refusal("wavespeed", base_url=url).startswith(f"{WHERE} {url!r}: ")


@pytest.mark.parametrize(
    ("name", "option", "expected"),
    [
        ("wavespeed", "base_ulr", " Did you mean 'base_url'?"),
        ("kling", "conccurrency", " Did you mean 'concurrency'?"),
        ("fal", "empty_promt", " Did you mean 'empty_prompt'?"),
        ("fal", "weather", ""),
    ],
)
def test_an_unknown_option_is_refused_with_the_nearest_one(
    name: str, option: str, expected: str
) -> None:
    told = f"there is no option '{option}' in [providers.{name}].{expected}"
    assert refusal(name, **{option: 1}) == told


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("concurrency", 0), ("concurrency", "two"), ("burst", 0), ("max_bytes", -1)),
        *(("submit_interval", -1), ("max_seconds", 0), ("max_prompt", 201), ("price", "dear")),
        *(("price", -1), ("price", {"minute": 1}), ("tolerance", -0.1), ("model", 7)),
        *(("price", "nan"), ("price", True), ("price", {"second": "inf"}), ("price", None)),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_named(option: str, value: object) -> None:
    told = refusal("wavespeed", **{option: value})
    assert told.startswith(f"'{option}' in [providers.wavespeed] is {value!r}: ")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (0.035, Price(Decimal("0.035"))),
        ("0.1", Price(Decimal("0.1"))),
        (2, Price(Decimal(2))),
        ({"second": "0.001"}, Price(second=Decimal("0.001"))),
        ({"request": 0.01, "second": 0.002}, Price(Decimal("0.01"), Decimal("0.002"))),
    ],
)
def test_a_price_the_user_gives_is_no_assumption(said: object, expected: Price) -> None:
    assert seller("kling", price=said).price == expected


def test_replicate_wants_a_version_and_says_where_it_is_found() -> None:
    assert seller("replicate-mmaudio", version="").missing == (
        "Replicate wants the exact version of 'zsxkib/mmaudio'. Copy its 64 digits from"
        " replicate.com/zsxkib/mmaudio/versions into your configuration:"
        " [providers.replicate-mmaudio] version."
    )
    assert {name: seller(name).missing for name in REMOTE} == dict.fromkeys(REMOTE, "")


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        *(("wavespeed", "burst", 0), ("wavespeed", "submit_interval", -1)),
        *(("fal-mmaudio", "min_seconds", 0), ("scenario-foley", "max_seconds", -1)),
        *(("scenario", "usd_per_unit", -1), ("replicate-mmaudio", "min_seconds", -1)),
    ],
)
def test_what_a_seller_has_by_itself_is_bounded_as_everywhere(
    name: str, option: str, value: int
) -> None:
    told = refusal(name, **{option: value})
    assert told.startswith(f"'{option}' in [providers.{name}] is {value}: ")

"""The strict S3 stand-in, proven against AWS's own examples and a client we did not write."""

import http.client
import re
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha256
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest
from fakes.s3 import S3, Fault, Seen, Stored
from fakes.sigv4 import ALGORITHM, STAMP, UNSIGNED, Asked, Owner, signature

EXAMPLE = Owner("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
KEY = "a b/é+~(1)'&=.mp4"
FILM = b"film" * 50_000
ABSENT = "obstore is not installed: pip install -e '.[s3]'"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def s3() -> Iterator[S3]:
    with S3() as store:
        yield store


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    # No certificates are loaded, which would take longer than the tests: all is on this machine.
    with httpx.Client(verify=False, trust_env=False) as one:
        yield one


def client(s3: S3, **more: Any) -> Any:
    """A store of obstore, in path style."""
    store = pytest.importorskip("obstore.store", reason=ABSENT)
    usual = {
        "endpoint": s3.endpoint,
        "region": s3.region,
        "access_key_id": s3.access_key,
        "secret_access_key": s3.secret_key,
        "virtual_hosted_style_request": False,
        "client_options": {"allow_http": True},
        "retry_config": {"max_retries": 0},
    }
    return store.S3Store(s3.bucket, **{**usual, **more})


def linked(s3: S3, method: str, key: str = KEY, **more: Any) -> str:
    """A link made by obstore."""
    made = client(s3, **more)
    return str(pytest.importorskip("obstore", reason=ABSENT).sign(made, method, key, MINUTE))


def link(s3: S3, method: str, key: str = KEY, **headers: str) -> str:
    """A link of our own making, to which headers may be bound, since obstore binds none."""
    path = f"/{s3.bucket}/{key}"
    bound = {"host": urlsplit(s3.endpoint).netloc}
    bound.update({name.replace("_", "-"): value for name, value in headers.items()})
    date = datetime.now(UTC).strftime(STAMP)
    query = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{s3.access_key}/{date[:8]}/{s3.region}/s3/aws4_request",
        "X-Amz-Date": date,
        "X-Amz-Expires": "60",
        "X-Amz-SignedHeaders": ";".join(sorted(bound)),
    }
    asked = Asked(method, path, tuple(query.items()), bound)
    payload = bound.get("x-amz-content-sha256", UNSIGNED)
    query["X-Amz-Signature"] = signature(asked, sorted(bound), payload, date, s3.owner)
    return f"{s3.endpoint}{quote(path)}?{urlencode(query)}"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """The status of an answer, and the code its text tells."""
    code = re.search("<Code>(.*)</Code>", answer.text)
    return answer.status_code, code[1] if code else ""


# --- the signature ---------------------------------------------------------------------------


def test_the_signatures_of_awss_own_two_examples_come_out() -> None:
    host = {"host": "examplebucket.s3.amazonaws.com"}
    query = (
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", f"{EXAMPLE.access_key}/20130524/us-east-1/s3/aws4_request"),
        ("X-Amz-Date", "20130524T000000Z"),
        ("X-Amz-Expires", "86400"),
        ("X-Amz-SignedHeaders", "host"),
    )
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    headers = {
        **host,
        "range": "bytes=0-9",
        "x-amz-content-sha256": empty,
        "x-amz-date": "20130524T000000Z",
    }
    in_link = Asked("GET", "/test.txt", query, host)
    in_headers = Asked("GET", "/test.txt", (), headers)
    date = "20130524T000000Z"
    assert signature(in_link, ["host"], UNSIGNED, date, EXAMPLE) == (
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )
    assert signature(in_headers, sorted(headers), empty, date, EXAMPLE) == (
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


# --- what it does ----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["film.mp4", KEY, "deep/er/é.mp4", "雨 100%.mp4"])
def test_links_by_obstore_put_get_and_delete_an_object(web: httpx.Client, s3: S3, key: str) -> None:
    put = web.put(linked(s3, "PUT", key), content=FILM, headers={"Content-Type": "video/mp4"})
    assert (put.status_code, s3.objects) == (200, {key: Stored(FILM, "video/mp4")})
    got = web.get(linked(s3, "GET", key))
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, FILM, "video/mp4")
    assert put.headers["etag"] == got.headers["etag"] == f'"{md5(FILM).hexdigest()}"'
    head = web.head(linked(s3, "HEAD", key))
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "200000")
    gone = [web.delete(linked(s3, "DELETE", key)).status_code for _ in range(2)]
    assert (gone, s3.objects) == ([204, 204], {})
    assert refusal(web.get(linked(s3, "GET", key))) == (404, "NoSuchKey")
    methods = [(seen.method, seen.key, seen.status) for seen in s3.log]
    asked = [("PUT", 200), ("GET", 200), ("HEAD", 200), ("DELETE", 204), ("DELETE", 204)]
    assert methods == [(method, key, status) for method, status in (*asked, ("GET", 404))]


def test_the_order_of_a_links_parts_does_not_matter(web: httpx.Client, s3: S3) -> None:
    base, _, query = linked(s3, "PUT").partition("?")
    turned = "&".join(reversed(query.split("&")))
    assert web.put(f"{base}?{turned}", content=FILM).status_code == 200


@pytest.mark.parametrize(("method", "length"), [("HEAD", "4"), ("DELETE", None)])
def test_what_has_no_body_ends_with_its_headers(s3: S3, method: str, length: str | None) -> None:
    s3.objects[KEY] = Stored(b"film")
    where = urlsplit(link(s3, method))
    with socket.create_connection((where.hostname, where.port), 60) as line:
        head = f"{method} {where.path}?{where.query} HTTP/1.1"
        line.sendall(f"{head}\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode())
        told = b"".join(iter(lambda: line.recv(4096), b"")).decode()
    found = re.search("Content-Length: (.*)\r\n", told)
    assert (told[-4:], found[1] if found else None) == ("\r\n\r\n", length)


def test_requests_that_obstore_signs_in_their_headers_are_served(s3: S3) -> None:
    obstore = pytest.importorskip("obstore", reason=ABSENT)
    store = client(s3)
    obstore.put(store, KEY, FILM, use_multipart=False)
    assert obstore.get(store, KEY).bytes() == FILM
    assert obstore.get_range(store, KEY, start=3, end=9) == FILM[3:9]
    assert obstore.head(store, KEY)["size"] == len(FILM)
    with pytest.raises(FileNotFoundError, match="NoSuchKey"):
        obstore.get(store, "none")
    assert [seen.status for seen in s3.log] == [200, 200, 206, 200, 404]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=2-4", (206, b"234", "bytes 2-4/10")),
        ("bytes=7-", (206, b"789", "bytes 7-9/10")),
        ("bytes=-2", (206, b"89", "bytes 8-9/10")),
        ("bytes=-99", (206, b"0123456789", "bytes 0-9/10")),
        ("bytes=8-99", (206, b"89", "bytes 8-9/10")),
        ("bytes=0-0", (206, b"0", "bytes 0-0/10")),
        ("bytes=0-1,4-5", (200, b"0123456789", None)),
        ("bytes=-", (200, b"0123456789", None)),
        ("frames=1-2", (200, b"0123456789", None)),
    ],
)
def test_a_range_is_served_with_its_place(
    web: httpx.Client, s3: S3, asked: str, expected: tuple[int, bytes, str | None]
) -> None:
    s3.objects[KEY] = Stored(b"0123456789")
    got = web.get(link(s3, "GET"), headers={"Range": asked})
    assert (got.status_code, got.content, got.headers.get("content-range")) == expected
    assert got.headers["content-type"] == "binary/octet-stream"


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=5-3"])
def test_a_range_outside_is_refused(web: httpx.Client, s3: S3, asked: str) -> None:
    s3.objects[KEY] = Stored(b"0123456789")
    got = web.get(link(s3, "GET"), headers={"Range": asked})
    assert refusal(got) == (416, "InvalidRange")


def in_chunks() -> Iterator[bytes]:
    yield from (FILM[:70_001], FILM[70_001:])


def test_a_body_in_chunks_is_put_together(web: httpx.Client, s3: S3) -> None:
    put = web.put(link(s3, "PUT"), content=in_chunks())
    assert (put.status_code, s3.objects[KEY].content) == (200, FILM)
    assert s3.log[0].headers["transfer-encoding"] == "chunked"


def test_a_body_in_chunks_can_be_refused_as_aws_does(web: httpx.Client) -> None:
    with S3(chunked=False) as aws:
        assert refusal(web.put(link(aws, "PUT"), content=in_chunks())) == (501, "NotImplemented")
        assert aws.objects == {}


def test_a_connection_serves_further_requests_after_a_refusal(web: httpx.Client, s3: S3) -> None:
    answers = [
        web.put(f"{s3.endpoint}/{s3.bucket}/x", content=FILM),
        web.put(link(s3, "PUT"), content=FILM),
    ]
    lines = {one.extensions["network_stream"].get_extra_info("client_addr") for one in answers}
    assert [refusal(one) for one in answers] == [(403, "AccessDenied"), (200, "")]
    assert len(lines) == 1


# --- what it refuses -------------------------------------------------------------------------


def changed(url: str, old: str, new: str) -> str:
    assert url.count(old) == 1
    return url.replace(old, new)


def test_an_unsigned_request_is_refused(web: httpx.Client, s3: S3) -> None:
    url = linked(s3, "PUT").partition("?")[0]
    assert refusal(web.put(url, content=b"x")) == (403, "AccessDenied")


def test_a_link_made_with_another_secret_is_refused(web: httpx.Client, s3: S3) -> None:
    url = linked(s3, "PUT", secret_access_key="another")
    assert refusal(web.put(url, content=b"x")) == (403, "SignatureDoesNotMatch")


def test_a_link_made_with_an_unknown_access_key_is_refused(web: httpx.Client, s3: S3) -> None:
    url = linked(s3, "PUT", access_key_id="AKOTHER")
    assert refusal(web.put(url, content=b"x")) == (403, "InvalidAccessKeyId")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a%20b/", "a%20c/"),
        ("X-Amz-Expires=60", "X-Amz-Expires=61"),
        ("X-Amz-Expires=60", "X-Amz-Expires=60&x-id=PutObject"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host%3Buser-agent"),
    ],
)
def test_a_link_that_was_changed_is_refused(web: httpx.Client, s3: S3, old: str, new: str) -> None:
    url = changed(linked(s3, "PUT"), old, new)
    assert refusal(web.put(url, content=b"x")) == (403, "SignatureDoesNotMatch")


def test_a_link_for_one_method_is_refused_for_another(web: httpx.Client, s3: S3) -> None:
    s3.objects[KEY] = Stored(b"x")
    assert refusal(web.delete(linked(s3, "GET"))) == (403, "SignatureDoesNotMatch")
    assert s3.objects == {KEY: Stored(b"x")}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(seconds=-20 * 60), (403, "AccessDenied")),
        (timedelta(seconds=-5), (404, "NoSuchKey")),
        (timedelta(seconds=50), (404, "NoSuchKey")),
        (timedelta(seconds=61), (403, "AccessDenied")),
    ],
)
def test_a_link_is_good_until_it_expires(
    web: httpx.Client, later: timedelta, expected: tuple[int, str]
) -> None:
    with S3(now=lambda: datetime.now(UTC) + later) as s3:
        assert refusal(web.get(linked(s3, "GET"))) == expected


def test_a_content_type_other_than_the_signed_one_is_refused(web: httpx.Client, s3: S3) -> None:
    url = link(s3, "PUT", content_type="video/mp4")
    sent: list[Mapping[str, str]] = [{"Content-Type": "audio/mp4"}, {}]
    refused = [refusal(web.put(url, content=b"x", headers=headers)) for headers in sent]
    assert refused == [(403, "SignatureDoesNotMatch")] * 2
    assert s3.objects == {}
    accepted = web.put(url, content=b"x", headers={"Content-Type": "video/mp4"})
    assert (accepted.status_code, s3.objects) == (200, {KEY: Stored(b"x", "video/mp4")})


def test_a_header_of_amazons_that_was_not_signed_is_refused(web: httpx.Client, s3: S3) -> None:
    headers = {"x-amz-acl": "public-read"}
    refused = web.put(linked(s3, "PUT"), content=b"x", headers=headers)
    assert refusal(refused) == (403, "AccessDenied")


@pytest.mark.parametrize(
    ("change", "headers", "code"),
    [
        (("X-Amz-Expires=60", "X-Amz-Expires=604801"), {}, "AuthorizationQueryParametersError"),
        (("X-Amz-Expires=60", "X-Amz-Expires=0"), {}, "AuthorizationQueryParametersError"),
        (("X-Amz-Expires=60", "X-Amz-Expires=soon"), {}, "AuthorizationQueryParametersError"),
        (("%2Feu-test-1%2F", "%2Feu-west-3%2F"), {}, "AuthorizationQueryParametersError"),
        (("&X-Amz-SignedHeaders=host", ""), {}, "AuthorizationQueryParametersError"),
        (("X-Amz-Date=20", "X-Amz-Date=x"), {}, "AuthorizationQueryParametersError"),
        (("?", "?"), {"Authorization": "Bearer marker"}, "InvalidArgument"),
    ],
)
def test_a_link_that_makes_no_sense_is_told_so(
    web: httpx.Client, s3: S3, change: tuple[str, str], headers: dict[str, str], code: str
) -> None:
    url = changed(linked(s3, "PUT"), *change)
    assert refusal(web.put(url, content=b"x", headers=headers)) == (400, code)


@pytest.mark.parametrize(
    ("more", "later", "code"),
    [
        ({}, 16, "RequestTimeTooSkewed"),
        ({}, -16, "RequestTimeTooSkewed"),
        ({"secret_access_key": "another"}, 0, "SignatureDoesNotMatch"),
        ({"access_key_id": "AKOTHER"}, 0, "InvalidAccessKeyId"),
        ({"region": "eu-west-3"}, 0, "AuthorizationHeaderMalformed"),
    ],
)
def test_headers_signed_wrongly_are_refused(more: dict[str, str], later: int, code: str) -> None:
    obstore = pytest.importorskip("obstore", reason=ABSENT)
    with S3(now=lambda: datetime.now(UTC) + later * MINUTE) as s3:
        with pytest.raises(obstore.exceptions.BaseError, match=f"<Code>{code}</Code>"):
            obstore.put(client(s3, **more), KEY, b"x", use_multipart=False)
        assert s3.objects == {}


def test_a_body_other_than_the_signed_one_is_refused(web: httpx.Client, s3: S3) -> None:
    headers = {"x-amz-content-sha256": sha256(b"y").hexdigest()}
    url = link(s3, "PUT", x_amz_content_sha256=sha256(b"y").hexdigest())
    refused = web.put(url, content=b"x", headers=headers)
    assert refusal(refused) == (400, "XAmzContentSHA256Mismatch")
    assert web.put(url, content=b"y", headers=headers).status_code == 200


def test_another_bucket_and_another_verb_are_refused(web: httpx.Client, s3: S3) -> None:
    with S3(bucket="other") as other:
        other.access_key, other.secret_key = s3.access_key, s3.secret_key
        s3.objects[KEY] = Stored(b"x")
        url = linked(other, "GET").replace(other.endpoint, s3.endpoint)
        assert refusal(web.get(url)) == (403, "SignatureDoesNotMatch")
    s3.bucket = "moved"
    url = link(s3, "GET")
    s3.bucket = "v2a-bucket"
    assert refusal(web.get(url)) == (404, "NoSuchBucket")
    assert refusal(web.post(link(s3, "POST"), content=b"x")) == (501, "NotImplemented")


# --- what it can do wrong --------------------------------------------------------------------


def test_a_fault_befalls_one_request_of_its_method(web: httpx.Client, s3: S3) -> None:
    s3.faults += [Fault.answer(method="PUT"), Fault.answer(500, "InternalError")]
    answers = [refusal(web.get(link(s3, "GET"))), *(refusal(put(web, s3)) for _ in range(2))]
    assert answers == [(500, "InternalError"), (503, "SlowDown"), (200, "")]
    assert (s3.faults, s3.requests("PUT"), s3.requests("GET")) == ([], 2, 1)


def put(web: httpx.Client, s3: S3) -> httpx.Response:
    return web.put(link(s3, "PUT"), content=FILM)


def test_a_download_can_end_half_way(web: httpx.Client, s3: S3) -> None:
    s3.objects[KEY] = Stored(FILM)
    s3.faults.append(Fault.cut())
    address = urlsplit(link(s3, "GET"))
    line = http.client.HTTPConnection(address.netloc, timeout=60)
    line.request("GET", f"{address.path}?{address.query}")
    with pytest.raises(http.client.IncompleteRead) as cut:
        line.getresponse().read()
    line.close()
    assert cut.value.partial == FILM[:100_000]
    assert web.get(link(s3, "GET")).content == FILM


def test_an_upload_can_end_half_way_and_nothing_is_stored(web: httpx.Client, s3: S3) -> None:
    s3.faults.append(Fault.cut(method="PUT"))
    with pytest.raises(httpx.TransportError):
        put(web, s3)
    assert (s3.objects, [seen.status for seen in s3.log]) == ({}, [0])
    assert put(web, s3).status_code == 200


def test_a_slow_answer_is_still_the_right_one(web: httpx.Client, s3: S3) -> None:
    s3.faults.append(Fault.slow(0.05))
    assert put(web, s3).status_code == 200
    assert s3.objects == {KEY: Stored(FILM)}


def test_a_slow_answer_does_not_hold_up_the_end() -> None:
    with S3() as s3:
        s3.faults.append(Fault.slow(600))
        line = socket.create_connection(("127.0.0.1", urlsplit(s3.endpoint).port))
        line.sendall(b"GET /v2a-bucket/x HTTP/1.1\r\nHost: x\r\n\r\n")
        while s3.faults:
            time.sleep(0.01)
    with line:
        line.settimeout(60)
        assert line.recv(12) == b"HTTP/1.1 403"


def test_what_was_seen_holds_the_headers(web: httpx.Client, s3: S3) -> None:
    web.get(f"{s3.endpoint}/{s3.bucket}/x", headers={"X-Marker": "y"})
    (seen,) = s3.log
    assert replace(seen, headers={}) == Seen("GET", "x", 403, {})
    assert seen.headers["x-marker"] == "y"


def test_the_environment_holds_both_keys(s3: S3) -> None:
    assert s3.environment == {
        "AWS_ACCESS_KEY_ID": s3.access_key,
        "AWS_SECRET_ACCESS_KEY": s3.secret_key,
    }

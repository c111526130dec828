import gzip
import zlib

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from atlas.compression import QuickGZipMiddleware

PAGE = "<p>Les ateliers du canal, à Pantin</p>\n" * 100


@pytest.fixture
def answer_to(rf):
    """What is sent for an answer, to who accepts this."""

    def send(answer, accepts="gzip, deflate, br"):
        return QuickGZipMiddleware(lambda request: answer)(rf.get("/", headers={"accept-encoding": accepts}))

    return send


def test_a_page_is_sent_compressed_and_comes_out_whole(answer_to):
    sent = answer_to(HttpResponse(PAGE, headers={"ETag": '"v1"'}))

    assert gzip.decompress(sent.content).decode() == PAGE
    assert len(sent.content) < len(PAGE) / 10
    assert sent.headers["Content-Encoding"] == "gzip"
    assert sent.headers["Content-Length"] == str(len(sent.content))
    assert sent.headers["Vary"] == "Accept-Encoding"
    assert sent.headers["ETag"] == 'W/"v1"'


def test_its_size_does_not_tell_what_it_hides(answer_to):
    sizes = {len(answer_to(HttpResponse(PAGE)).content) for _ in range(20)}

    assert len(sizes) > 5


@pytest.mark.parametrize(
    ("answer", "accepts"),
    [
        (HttpResponse("court"), "gzip"),
        (HttpResponse(PAGE), "br"),
        (HttpResponse(zlib.compress(PAGE.encode()), headers={"Content-Encoding": "deflate"}), "gzip"),
    ],
    ids=["short", "not accepted", "compressed already"],
)
def test_what_gains_nothing_or_cannot_be_read_is_sent_as_it_is(answer_to, answer, accepts):
    body = answer.content

    sent = answer_to(answer, accepts)

    assert sent.content == body
    assert sent.headers.get("Content-Encoding") in (None, "deflate")


def test_a_stream_is_left_to_django(answer_to):
    sent = answer_to(StreamingHttpResponse(iter([PAGE.encode(), PAGE.encode()])))

    assert gzip.decompress(b"".join(sent.streaming_content)).decode() == 2 * PAGE

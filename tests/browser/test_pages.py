"""What walks lend one another is as good as new."""

KEPT = "[localStorage.length, sessionStorage.length, document.cookie].join()"


def test_a_page_lent_again_keeps_nothing_of_who_had_it_before(lender, live_server):
    with lender.lend() as first:
        first.page.goto("/")
        first.page.evaluate("localStorage.a = sessionStorage.a = document.cookie = 'a=1'")
        first.page.route("**/*", lambda route: route.abort())
        first.page.set_viewport_size({"width": 500, "height": 500})
        first.complaints.append("of somebody else")
        assert first.page.evaluate(KEPT) == "1,1,a=1"

    with lender.lend() as second:
        assert second.page is first.page
        assert (second.page.url, second.complaints) == ("about:blank", [])
        second.page.goto("/")
        assert second.page.evaluate(KEPT) == "0,0,"
        assert second.page.viewport_size == {"width": 1280, "height": 800}


def test_two_people_have_two_pages(lender):
    with lender.lend() as one, lender.lend() as other:
        assert one.page is not other.page

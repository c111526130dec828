"""Press the buttons of an item's page, as a browser would."""

import re


def url_of(item, what=""):
    return f"/validation/{item.pk}/{what}"


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(version|facts)" value="([^"]*)"', page.text)) | dict(
        re.findall(r'name="(version|facts)" value="([^"]*)"', page.text)
    )


def shown_fields(page):
    """What a browser would send: every field of the form with what it holds."""
    form = page.text.split('id="decider"')[1].split("</form>")[0]
    sent = hidden(page)
    kinds = "text|email|url|date|number|tel"
    for name, value in re.findall(rf'<input type="(?:{kinds})" name="(\w+)" value="([^"]*)"', form):
        sent[name] = value
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', form):
        sent[name] = text
    for name, inside in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else ""
    return sent


def press(client, item, decision, page=None, **typed):
    page = page or client.get(url_of(item))
    return client.post(
        url_of(item, "decider/"), {**shown_fields(page), "decision": decision, **typed}, follow=True
    )

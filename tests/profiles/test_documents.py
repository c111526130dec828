"""Proofs: told by their content, kept out of reach, shown to those concerned alone."""

import io
import re
import struct
import zlib
from urllib.parse import quote

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from suppliers.models import Document
from suppliers.profiles import proofs
from suppliers.profiles.documents import ProofField, drop_files, keep_document
from suppliers.profiles.proofs import harmless_name, read_proof
from suppliers.profiles.uploads import MOST_BYTES, CappedUpload
from tests.factories import ReviewItemFactory, StructureFactory, StructureMembershipFactory, UserFactory

PDF = b"%PDF-1.7\n1 0 obj << /S /JavaScript /JS (app.alert\\(1\\)) >> endobj\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("documents_folder")


@pytest.fixture
def structure():
    return StructureFactory(published=True)


@pytest.fixture
def member(structure):
    return StructureMembershipFactory(structure=structure).user


def status_of(client, document):
    answer = client.get(reverse("profiles:document", args=[document.uuid]))
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, the file is closed
    return answer.status_code


def sent(content, name="agrément.pdf"):
    return SimpleUploadedFile(name, content)


def picture(kind, size=(40, 30), mode="RGB", **options):
    into = io.BytesIO()
    Image.new(mode, size, "red").save(into, kind, **options)
    return into.getvalue()


def huge_png():
    """A few bytes that say they are a picture of four thousand million points."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + chunk(b"IEND", b"")
    )


def refusal(content, name="preuve.pdf"):
    with pytest.raises(ValidationError) as caught:
        read_proof(sent(content, name))
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "photo.jpg", ("application/pdf", "photo.pdf")),
        (picture("JPEG"), "contrat.pdf", ("image/jpeg", "contrat.jpg")),
        (picture("PNG"), "sans suffixe", ("image/png", "sans suffixe.png")),
    ],
)
def test_type_is_told_by_the_content(content, name, expected):
    proof = read_proof(sent(content, name))

    assert (proof.content_type, proof.name) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", proofs.EMPTY),
        (b"<html><script>alert(1)</script>", proofs.OTHER_TYPE),
        (b"PK\x03\x04 a Word document", proofs.OTHER_TYPE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", proofs.OTHER_TYPE),
        (b"GIF89a", proofs.OTHER_TYPE),
        (b"%PDF-1.7\ncut before its end", proofs.BROKEN),
        (picture("JPEG", (400, 300))[:-400], proofs.BROKEN),
        (picture("PNG", (400, 300))[:-60], proofs.BROKEN),
        (b"\xff\xd8\xff" + b"no picture at all", proofs.BROKEN),
        (huge_png(), proofs.TOO_MANY_PIXELS),
        (PDF + b" " * MOST_BYTES, proofs.TOO_BIG),
    ],
)
def test_what_is_no_proof_is_refused_with_a_sentence(content, said):
    assert refusal(content) == said


def test_a_picture_with_too_many_points_is_not_drawn(monkeypatch):
    monkeypatch.setattr(proofs, "MOST_PIXELS", 1_000)

    assert refusal(picture("JPEG")) == proofs.TOO_MANY_PIXELS


def test_a_picture_loses_what_its_camera_wrote():
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Jeanne"
    exif[0x0112] = 6  # held upright
    content = picture("JPEG", exif=exif.tobytes(), comment=b"chez Jeanne")

    kept = read_proof(sent(content)).content

    assert b"Jeanne" not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert drawn.size == (30, 40)
        assert not drawn.getexif()


def test_what_hangs_on_behind_a_picture_is_lost():
    content = picture("PNG") + b"PK\x03\x04<script>alert(1)</script>"

    assert b"script" not in read_proof(sent(content)).content


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_a_png_of_any_kind_is_drawn_anew(mode):
    into = io.BytesIO()
    Image.new(mode, (8, 8)).save(into, "PNG")

    assert read_proof(sent(into.getvalue())).content_type == "image/png"


def test_a_jpeg_for_printers_is_drawn_in_colours_of_screens():
    kept = read_proof(sent(picture("JPEG", mode="CMYK"))).content

    with Image.open(io.BytesIO(kept)) as drawn:
        assert drawn.mode == "RGB"


def test_a_very_large_scan_is_made_smaller():
    kept = read_proof(sent(picture("PNG", (6_000, 20), "L"))).content

    with Image.open(io.BytesIO(kept)) as drawn:
        assert drawn.width == proofs.LONGEST_SIDE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\jeanne\agrément 2026.PDF", "agrément 2026.pdf"),
        ("preuve\u202efdp.exe", "preuve fdp.pdf"),
        ('a"; filename="b.html', "a filename= b.pdf"),
        ("=cmd()|'calc'!A1.pdf", "cmd() 'calc'!A1.pdf"),
        ("\x00\n", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(typed, kept):
    assert harmless_name(typed, "application/pdf") == kept


def test_an_upload_that_is_too_long_is_not_handed_on():
    handler = CappedUpload()

    assert handler.receive_data_chunk(b"x", MOST_BYTES) == b"x"  # so that its size tells it is too long
    assert handler.receive_data_chunk(b"x", MOST_BYTES + 1) is None


def test_an_upload_of_twice_the_size_arrives_cut(rf):
    cut = rf.post("/", {"file": sent(b"%PDF-" + b"x" * (2 * MOST_BYTES))}).FILES["file"]

    assert MOST_BYTES < cut.size < MOST_BYTES + 200_000
    form = forms.Form({}, {"file": cut})
    form.fields["file"] = ProofField()
    assert form.errors == {"file": [proofs.TOO_BIG]}
    cut.close()


def test_a_field_without_a_file_says_what_to_do():
    form = forms.Form({}, {})
    form.fields["file"] = ProofField()

    assert form.errors == {"file": ["Choisissez un fichier."]}


@pytest.mark.django_db
def test_a_document_is_kept_under_a_name_that_nobody_guesses(structure, member, documents_folder):
    kept = keep_document(sent(PDF), structure=structure, by=member)

    assert (kept.name, kept.size, kept.uploaded_by) == ("agrément.pdf", len(PDF), member)
    assert "agr" not in kept.file.name
    assert (documents_folder / kept.file.name).read_bytes() == PDF


@pytest.mark.django_db
def test_two_documents_of_one_name_are_kept_under_names_of_chance(structure, member):
    by = {"structure": structure, "by": member}
    kept = [keep_document(sent(PDF + more, "preuve.pdf"), **by) for more in (b"", b"%%EOF\n")]

    assert len({one.file.name[3:] for one in kept}) == 2
    for one in kept:
        assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}\.pdf", one.file.name)
        assert one.file.name[3:19] not in one.uuid.hex + one.sha256


@pytest.mark.django_db
def test_a_document_sent_twice_is_one(structure, member):
    first = keep_document(sent(PDF), structure=structure, by=member)

    assert keep_document(sent(PDF), structure=structure, by=member) == first
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_document_is_shown_to_a_member_as_something_to_keep(client, structure, member):
    kept = keep_document(sent(PDF), structure=structure, by=member)
    client.force_login(member)

    answer = client.get(reverse("profiles:document", args=[kept.uuid]))

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('agrément.pdf')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ({"is_validator": True}, 200),
        ({"is_superuser": True}, 200),
        ({}, 404),
        ({"is_staff": True}, 404),
    ],
)
def test_a_document_is_shown_to_who_decides_and_to_nobody_else(client, structure, member, reader, status):
    kept = keep_document(sent(PDF), structure=structure, by=member)
    client.force_login(UserFactory(**reader))

    assert status_of(client, kept) == status


@pytest.mark.django_db
def test_a_document_asks_a_visitor_to_sign_in(client, structure, member):
    kept = keep_document(sent(PDF), structure=structure, by=member)

    answer = client.get(reverse("profiles:document", args=[kept.uuid]))

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next=/documents/{kept.uuid}/")


@pytest.mark.django_db
def test_the_proof_of_a_claim_is_not_for_the_members(client, structure, member):
    claimant = UserFactory()
    item = ReviewItemFactory(kind="claim", structure=structure, submitted_by=claimant)
    kept = keep_document(sent(PDF), structure=structure, by=claimant, item=item)

    client.force_login(member)
    assert status_of(client, kept) == 404
    client.force_login(claimant)
    assert status_of(client, kept) == 200


@pytest.mark.django_db
def test_a_document_whose_file_is_gone_is_not_there(client, structure, member, documents_folder):
    kept = keep_document(sent(PDF), structure=structure, by=member)
    (documents_folder / kept.file.name).unlink()
    client.force_login(member)

    assert status_of(client, kept) == 404


@pytest.mark.django_db
def test_files_go_with_their_structure_once_that_is_sure(
    structure, member, documents_folder, django_capture_on_commit_callbacks
):
    kept = keep_document(sent(PDF), structure=structure, by=member)

    with django_capture_on_commit_callbacks(execute=True):
        drop_files(structure)
        assert (documents_folder / kept.file.name).exists()

    assert not (documents_folder / kept.file.name).exists()

"""Everything that is no model file is refused with a reason, and nothing in it is run."""

import json
import pickle
import stat
import struct
import zipfile

import numpy as np
import pytest

from zerotohero.core.errors import HeroError, ModelFileError, UnknownIdError
from zerotohero.core.specs import ArraySchema
from zerotohero.model_file.read import read_model
from zerotohero.model_file.write import sums, write_model


@pytest.fixture
def model(tmp_path):
    write_model(tmp_path / "m.hero", {"algorithm": "mean", "features": ["a"]}, {"mean": np.array([1.5])})
    return tmp_path / "m.hero"


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "SHA256SUMS"}


def rezip(path, changed=(), compression=zipfile.ZIP_STORED, add=(), attributes=0):
    """Write the model again with other members and right checksums."""
    members = {**members_of(path), **dict(changed)}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in {**members, "SHA256SUMS": sums(members), **dict(add)}.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = attributes << 16
            archive.writestr(info, data, compression)


def safetensors(table, data=b""):
    header = table if isinstance(table, bytes) else json.dumps(table).encode()
    return struct.pack("<Q", len(header)) + header + data


def refused(path, message, **options):
    with pytest.raises(ModelFileError, match=message) as caught:
        read_model(path, **options)
    assert caught.value.try_
    return caught.value


def test_a_pickle_is_refused_under_any_name_and_not_run(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "it-ran"), "w"))

    for name in ("m.pkl", "m.joblib", "m.hero"):
        (tmp_path / name).write_bytes(pickle.dumps(Bomb()))
        refused(tmp_path / name, "would run whatever program is inside")
    assert not (tmp_path / "it-ran").exists()


@pytest.mark.parametrize("name", ["m.h5", "m.keras", "m.onnx", "m.pt", "m.skops", "m.safetensors"])
def test_files_of_other_libraries_are_named(name, tmp_path):
    (tmp_path / name).write_bytes(b"anything")
    refused(tmp_path / name, "a .hero file as zerotohero wrote it; got a")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_or_an_empty_one_is_refused(content, tmp_path):
    (tmp_path / "m.hero").write_bytes(content)
    refused(tmp_path / "m.hero", "no zip|damaged zip|an empty file")


def test_nothing_there_and_a_folder_are_refused(tmp_path):
    refused(tmp_path / "no.hero", "No such file")
    refused(tmp_path, "a folder")


@pytest.mark.parametrize("name", ["../evil.py", "/etc/passwd", "data.pkl", "manifest.JSON", "a\\b", "manifest.json/"])
def test_any_other_member_is_refused(name, model):
    rezip(model, add={name: b"x"})
    refused(model, "a zip with other members")


def test_a_member_that_stands_there_twice_is_refused(model):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(model, "a") as archive:
        archive.writestr("manifest.json", "{}")
    refused(model, "a zip with other members")


def test_a_missing_member_is_refused(model):
    members = members_of(model)
    with zipfile.ZipFile(model, "w") as archive:
        archive.writestr("manifest.json", members["manifest.json"])
    refused(model, "a zip with other members")


def test_a_link_is_refused(model):
    rezip(model, attributes=stat.S_IFLNK | 0o777)
    refused(model, "is a link")


def test_compressed_members_are_refused_so_that_nothing_can_unfold(model):
    rezip(model, {"manifest.json": b" " * 50_000_000}, zipfile.ZIP_DEFLATED)
    assert model.stat().st_size < 100_000
    refused(model, "is a link, encrypted or compressed")


@pytest.mark.parametrize("field", [20, 24])  # the compressed and the full size in the zip's table
def test_sizes_that_lie_are_refused(field, model):
    data = bytearray(model.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + field : entry + field + 4] = struct.pack("<I", 2**31)
    model.write_bytes(data)
    refused(model, "compressed|says that it has|damaged zip")
    data[entry + 20 : entry + 28] = struct.pack("<II", 2**31, 2**31)
    model.write_bytes(data)
    refused(model, "says that it has|damaged zip")


def test_one_flipped_bit_anywhere_in_the_members_is_found(model):
    data = model.read_bytes()
    for place in (data.index(b'"algorithm"') + 3, data.index(b"data_offsets") + 1, data.index(struct.pack("<d", 1.5))):
        model.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        refused(model, "damaged")


def test_checksums_that_do_not_match_are_refused(model):
    members = {**members_of(model), "SHA256SUMS": b"0" * 64 + b"  manifest.json\n"}
    with zipfile.ZipFile(model, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    refused(model, "checksums do not match")


def test_the_expected_sha256_lets_only_that_file_through(tmp_path):
    digest = write_model(tmp_path / "m.hero", {}, {})
    assert read_model(tmp_path / "m.hero", expect=digest.upper())[0] == {"format": 1}
    refused(tmp_path / "m.hero", f"another sha256 .{digest}", expect="0" * 64)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"format": 1, "a": NaN}', "not finite"),
        ('{"format": 1, "a": -Infinity}', "not finite"),
        ('{"format": 1, "a": 1e999}', "not finite"),
        ('{"format": 1, "a": "\\ud800"}', "no JSON"),
        ('{"format": 1, "a": ' + "[" * 200_000 + "]" * 200_000 + "}", "no JSON"),
        ('{"format": 1, "a": ' + "9" * 10_000 + "}", "no JSON"),
        ("{}", "format 'None'"),
        ('{"format": true}', "format 'True'"),
        ('{"format": 0}', "format '0'"),
        ('{"format": 2}', "format 2 of a newer zerotohero .*: upgrade it"),
    ],
)
def test_odd_manifests_are_refused(text, message, model):
    rezip(model, {"manifest.json": text.encode()})
    refused(model, message)


def test_a_manifest_in_another_encoding_is_refused(model):
    rezip(model, {"manifest.json": '{"format": 1, "a": "größe"}'.encode("latin-1")})
    refused(model, "no JSON")


F8 = {"dtype": "F64", "shape": [1], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "longer than the file"),
        (struct.pack("<Q", 2**63) + b"{}", "longer than the file"),
        (safetensors(b"nonsense"), "no JSON"),
        (safetensors({"a": F8}), "belong to none"),
        (safetensors({"a": F8}, bytes(16)), "belong to none"),
        (safetensors({"a": {**F8, "shape": [2]}}, bytes(8)), "do not fit"),
        (safetensors({"a": {**F8, "data_offsets": [8, 16]}}, bytes(16)), "do not fit"),
        (safetensors({"a": F8, "b": F8}, bytes(8)), "do not fit"),
        (safetensors({"a": {**F8, "data_offsets": [4, 8]}}, bytes(8)), "do not fit"),
        (safetensors({"a": {**F8, "shape": [2**40, 2**40]}}, bytes(8)), "do not fit"),
        (safetensors({"a": {**F8, "shape": [-1]}}, bytes(8)), "odd shape"),
        (safetensors({"a": {**F8, "shape": [True]}}, bytes(8)), "odd shape"),
        (safetensors({"a": {**F8, "shape": [1, 1, 1, 1, 1]}}, bytes(8)), "odd shape"),
        (safetensors({"a": {**F8, "data_offsets": [0]}}, bytes(8)), "odd shape"),
        (safetensors({"a": {**F8, "dtype": "BF16"}}, bytes(8)), "of type 'BF16'"),
        (safetensors({"a": {**F8, "dtype": ["F64"]}}, bytes(8)), "of type"),
        (safetensors({"a": {**F8, "more": 1}}, bytes(8)), "odd entry"),
        (safetensors({"a": 1}, bytes(8)), "odd entry"),
        (safetensors({"__metadata__": {"a": "b"}}), "odd entry"),
        (safetensors({str(i): {**F8, "shape": [0], "data_offsets": [0, 0]} for i in range(101)}), "more than 100"),
    ],
)
def test_odd_tables_of_arrays_are_refused(content, message, model):
    rezip(model, {"arrays.safetensors": content})
    refused(model, message)


def test_what_the_caller_cannot_prove_is_refused(model):
    schema = {"mean": ArraySchema((1,))}
    assert read_model(model, lambda manifest: (schema, {}, None))[1]["mean"] == 1.5
    refused(model, "instead of 'coef'", prove=lambda manifest: ({"coef": ArraySchema((1,))}, {}, None))

    def too_large(arrays, dims):
        raise ValueError("too large")

    refused(model, "too large", prove=lambda manifest: (schema, {}, too_large))


@pytest.mark.parametrize("error", [KeyError("task"), TypeError("odd"), UnknownIdError("algorithm", "x", ["mean"])])
def test_a_manifest_that_confuses_the_caller_is_refused(error, model):
    def prove(manifest):
        raise error

    refused(model, "a manifest that does not add up", prove=prove)


def test_the_error_has_all_four_parts(model):
    model.write_bytes(b"nonsense")
    error = refused(model, "open the model")
    assert isinstance(error, HeroError)
    assert all(error.as_dict().values())


def test_a_zip_behind_other_bytes_is_refused(model):
    model.write_bytes(b"#!/bin/sh\n" + model.read_bytes())
    refused(model, "no zip")

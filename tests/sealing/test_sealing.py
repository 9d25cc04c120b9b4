"""What is sealed opens with its key, in its place, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.sealing import (
    LIGHT,
    Address,
    BadShares,
    Index,
    KeyPair,
    Unopened,
    close,
    combine,
    joined,
    lock,
    new_key,
    new_pair,
    open_,
    seal,
    split,
    unlock,
    unseal,
)  # fmt: skip
from lanhmanh.sealing.fields import bucket
from lanhmanh.sealing.passwords import FULL, Cost, cost_of
from tests.growth import examples

pytestmark = pytest.mark.pure
MIB = 1024 * 1024
PLACE = Address("ho-so-1", "full_name", 3)


@settings(max_examples=examples(50))
@given(st.binary(max_size=3000))
def test_what_is_closed_opens_again(content: bytes) -> None:
    key = new_key()
    assert open_(close(content, key, PLACE), key, PLACE) == content


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 20 * MIB])
def test_any_size_makes_the_round_trip(size: int) -> None:
    key = new_key()
    content = b"\xc3" * size
    closed = close(content, key, PLACE)
    assert open_(closed, key, PLACE) == content
    assert len(closed) - bucket(size + 4) == 1 + 24 + 16


def test_content_opens_only_in_its_place() -> None:
    key = new_key()
    closed = close("Trần Thị Mẫu".encode(), key, PLACE)
    elsewhere = [
        Address("ho-so-2", "full_name", 3),
        Address("ho-so-1", "address", 3),
        Address("ho-so-1", "full_name", 2),
    ]
    for place in elsewhere:
        with pytest.raises(Unopened):
            open_(closed, key, place)
    with pytest.raises(Unopened):
        open_(closed, new_key(), PLACE)


def test_the_parts_of_an_address_do_not_run_together() -> None:
    assert Address("a", "bc", 1).bound != Address("ab", "c", 1).bound
    with pytest.raises(ValueError, match="NUL"):
        Address("a\x00b", "c", 1)


@settings(max_examples=examples(60))
@given(st.data())
def test_one_changed_bit_is_found(data: st.DataObject) -> None:
    key, pair = new_key(), new_pair()
    for made, reopen in [
        (close(b"an", key, PLACE), lambda x: open_(x, key, PLACE)),
        (seal(key, pair.public, "don-vi"), lambda x: unseal(x, pair, "don-vi")),
    ]:
        at = data.draw(st.integers(0, len(made) * 8 - 1))
        changed = bytearray(made)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Unopened):
            reopen(bytes(changed))


@pytest.mark.parametrize("short", [b"", b"\x01", b"\x01" * 30])
def test_what_is_cut_short_is_refused(short: bytes) -> None:
    with pytest.raises(Unopened):
        open_(short, new_key(), PLACE)
    with pytest.raises(Unopened):
        unseal(short, new_pair(), "x")
    with pytest.raises(Unopened):
        unlock(short, "mật khẩu", owner="u")


def test_sizes_fall_in_few_buckets() -> None:
    """A length tells little: 15 sizes up to 1 MiB, 19 above up to 20 MiB."""
    sizes = {
        bucket(n)
        for n in [*range(1, 5000), *(2**n + k for n in range(12, 25) for k in (-1, 0, 1)), *range(1, 20 * MIB, 9999)]
    }
    assert len([each for each in sizes if each <= 20 * MIB]) <= 34
    assert all(bucket(each) == each for each in sizes)


@given(st.integers(1, 21 * MIB))
def test_a_bucket_holds_its_content(size: int) -> None:
    assert size <= bucket(size) <= max(64, 2 * size, size + MIB)


@pytest.mark.parametrize("recipients", [1, 2, 5])
def test_a_secret_opens_for_each_it_was_sealed_to(recipients: int) -> None:
    key, pairs = new_key(), [new_pair() for _ in range(recipients)]
    boxes = [seal(key, pair.public, "hop-1") for pair in pairs]
    assert {unseal(box, pair, "hop-1") for box, pair in zip(boxes, pairs, strict=True)} == {key}
    with pytest.raises(Unopened):
        unseal(boxes[0], new_pair(), "hop-1")
    with pytest.raises(Unopened):
        unseal(boxes[0], pairs[0], "hop-2")


def test_a_pair_is_made_again_from_its_private_key_and_not_printed() -> None:
    pair = new_pair()
    assert KeyPair.of(pair.private) == pair
    assert repr(pair.private) not in repr(pair)
    assert "07" not in repr(Index(b"\x07" * 32))


def test_two_halves_make_one_key_and_neither_alone() -> None:
    one, other = new_key(), new_key()
    assert joined(one, other) == joined(one, other)
    assert len({joined(one, other), joined(other, one), joined(one, new_key()), one, other}) == 5


def test_a_password_opens_its_own_lock() -> None:
    private = new_key()
    locked = lock(private, "một câu dài để nhớ", owner="u-1", cost=LIGHT)
    assert unlock(locked, "một câu dài để nhớ", owner="u-1") == private
    for password, owner in [("một câu dài để quên", "u-1"), ("một câu dài để nhớ", "u-2")]:
        with pytest.raises(Unopened):
            unlock(locked, password, owner=owner)
    assert cost_of(locked) == LIGHT


def test_the_cost_outside_tests_is_that_of_the_standard() -> None:
    """Expectations 20: vault keys at 128 MiB or more, two at a time."""
    assert FULL.memory >= 128 * 1024
    assert FULL.passes >= 2
    assert cost_of(lock(new_key(), "m", owner="u")) == FULL


@pytest.mark.parametrize("cost", [Cost(1, 1), Cost(2**31, 1), Cost(8192, 0)])
def test_a_lock_that_asks_for_the_impossible_is_refused(cost: Cost) -> None:
    locked = bytes([cost.passes]) + cost.memory.to_bytes(4, "big") + b"\x00" * 100
    with pytest.raises(Unopened):
        unlock(locked, "m", owner="u")


@settings(max_examples=examples(5))
@given(st.data())
def test_enough_shares_recover_and_one_less_does_not(data: st.DataObject) -> None:
    needed = data.draw(st.integers(2, 4))
    given_out = data.draw(st.integers(needed, 6))
    secret = data.draw(st.binary(min_size=32, max_size=32))
    shares = split(secret, needed=needed, given=given_out)
    chosen = data.draw(st.permutations(shares))
    assert combine([f"  {each.upper()} " for each in chosen[:needed]]) == secret
    with pytest.raises(BadShares):
        combine(chosen[: needed - 1])


def test_shares_that_do_not_belong_together_are_refused() -> None:
    ours, theirs = (split(new_key(), needed=2, given=3) for _ in range(2))
    wrong = ours[0].split()
    wrong[5] = "academic" if wrong[5] != "academic" else "acid"
    for shares in ([], [""], ["không phải từ"], [ours[0], theirs[1]], [ours[0], ours[0]], [" ".join(wrong), ours[1]]):
        with pytest.raises(BadShares):
            combine(shares)


@pytest.mark.parametrize(("needed", "given_out"), [(1, 3), (4, 3), (2, 17), (0, 0)])
def test_a_ceremony_that_protects_nothing_is_refused(needed: int, given_out: int) -> None:
    with pytest.raises(BadShares):
        split(new_key(), needed=needed, given=given_out)


NAME = "Nguyễn Thị Thu Hà"


@pytest.mark.parametrize("words", ["Hà", "hà", "ha", "thu ha", "THU HÀ", "nguyen thi", "Nguyễn Thị Thu Hà", "thị  thu"])
def test_a_name_is_found_with_and_without_marks(words: str) -> None:
    index = Index(new_key())
    assert index.asked(words, ["xa-1"]) <= index.names(NAME, "xa-1")


@pytest.mark.parametrize("words", ["hạ", "thú hà", "nguyễn", "nguyen", "thị", "thi", "", "nguyen ha"])
def test_what_is_another_name_or_only_a_family_name_is_not_found(words: str) -> None:
    index = Index(new_key())
    assert not index.asked(words, ["xa-1"]) & index.names(NAME, "xa-1")


def test_tokens_differ_by_key_and_by_place() -> None:
    index, other = Index(new_key()), Index(new_key())
    assert not index.names(NAME, "xa-1") & index.names(NAME, "xa-2")
    assert not index.names(NAME, "xa-1") & other.names(NAME, "xa-1")
    assert index.number("079 0860-00001") == index.number("079086000001") != index.number("079086000002")
    assert index.person(NAME, "1986-01-02") == index.person("nguyen thi thu ha", "1986-01-02")
    assert index.person(NAME, "1986-01-02") != index.person(NAME, "1986-01-03")


def test_no_nonce_comes_twice() -> None:
    key = new_key()
    assert len({close(b"", key, PLACE)[1:25] for _ in range(examples(2000))}) == examples(2000)

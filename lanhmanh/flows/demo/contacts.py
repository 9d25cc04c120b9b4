"""Where a tip goes in the demonstration: the one number that the whole country knows; the province's own stay empty."""

from datetime import datetime

from lanhmanh.areas.rules.contacts import Contact
from lanhmanh.areas.services.contacts import Entry, enter_contacts
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM

POLICE = Contact("Cảnh sát 113", "113", hours="cả ngày đêm", source="Số chung của cả nước")


def make(world: World) -> None:
    """Enter the number in January, not checked by anybody yet."""
    with clock.at(datetime(2021, 1, 15, 9, tzinfo=VIETNAM)):
        entry = Entry(world.province, POLICE)
        enter_contacts(actor=world.actor("canbo.tinh"), province=world.province, entries=[entry])

import time, collections
import pytest
from django.db import connection
from lanhmanh.flows import demo
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.selectors import verify
from lanhmanh.documents.models import Document
from lanhmanh.units.models import UnitVersion

@pytest.mark.django_db
def test_p(settings):
    settings.DEMO = True
    t=time.time(); demo.build(only={"731","25993","25996","26023","26041", "740", "26383"}); print("built", time.time()-t)
    print(collections.Counter(Report.objects.values_list("period","state")))
    t=time.time(); print(list(verify())[:5], time.time()-t)
    for d in Document.objects.all(): print(d.origin,d.unit_id,d.number,d.year,d.sequence,d.dated,d.title[:60], "SYNTHETIC" in str(d.value), [r.format for r in d.renditions.all()])
    t=time.time()

import time, collections, cProfile, pstats
import pytest
from lanhmanh.flows import demo
from lanhmanh.flows.demo import building, plans, quarters
from lanhmanh.reporting.models import Report, Decision
from lanhmanh.units import services as units

@pytest.mark.django_db
def test_p(settings, monkeypatch):
    settings.DEMO = True
    def timed(mod, name):
        f = getattr(mod, name)
        def g(*a, **k):
            t=time.process_time(); r=f(*a,**k); print(name, round(time.process_time()-t,2)); return r
        monkeypatch.setattr(mod, name, g)
    timed(units,"load_province"); timed(units,"add_partner_agencies"); timed(plans,"make"); timed(plans,"progress"); timed(quarters,"run"); timed(quarters, "_record")
    timed(quarters.services,"issue_consolidation")
    t=time.time(); demo.build(only={"731","25993","25996","25999","26002","26005","26008","26011","26014","26017","26020","26023","26041"}); print("built", time.time()-t)
    print(collections.Counter(Report.objects.values_list("period","state")))
    print(collections.Counter(Decision.objects.values_list("kind")))

"""The demonstration patients: obviously fictitious people and their films."""

from __future__ import annotations

from planning.phantom.orders import Order, Person

ADAMS = Person("DEMO-001", "DEMO^ADA", "F", "19560314")
BREMER = Person("DEMO-002", "DEMO^BRUNO", "M", "19490722")
CASTRO = Person("DEMO-003", "DEMO^CARLA", "F", "19611105")
DUBOIS = Person("DEMO-004", "DEMO^DENIS", "M", "19530418")
EKLUND = Person("DEMO-005", "DEMO^ELSA", "F", "19440930")
HANAKO = Person("DEMO-006", "DEMO^HANAKO=見本^花子=みほん^はなこ", "F", "19580207")
GRANT = Person("DEMO-007", "DEMO^GRANT", "M", "19670612")
HOLM = Person("DEMO-008", "DEMO^HELGE", "M", "19721201")

LEGS = "Long leg standing AP"
ORDERS: tuple[Order, ...] = (
    Order(ADAMS, "ap_pelvis", 7, time="091500", description="Pelvis AP pre-op", ball_offset_mm=0.0),
    Order(ADAMS, "ap_pelvis", 7, study=2, date="20230611", time="142000", earlier=True),
    Order(BREMER, "ap_pelvis", 8, date="20260303", time="100500", bits=14, table_distance=True),
    Order(CASTRO, "ap_pelvis", 9, date="20260303", time="113000", ball=False),
    Order(DUBOIS, "ap_pelvis", 10, date="20260304", time="083500", inverted=True),
    Order(EKLUND, "ap_pelvis", 11, date="20260304", time="094000", mirrored=True),
    Order(HANAKO, "ap_pelvis", 12, date="20260305", time="151000", ball_offset_mm=0.0),
    Order(GRANT, "long_leg", 21, date="20260306", time="082000", description=LEGS),
    Order(GRANT, "ap_pelvis", 21, study=2, date="20260306", time="084500"),
    Order(HOLM, "long_leg", 22, date="20260309", time="101000", description=LEGS),
)

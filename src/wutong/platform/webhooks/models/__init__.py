"""Who is told, what happened, and how the telling went."""

from wutong.platform.webhooks.models.delivery import Delivery, DeliveryState, Event
from wutong.platform.webhooks.models.subscription import Subscription

__all__ = ["Delivery", "DeliveryState", "Event", "Subscription"]

from wutong.platform.jobs.models.progress import Progress

__all__ = ["Progress"]

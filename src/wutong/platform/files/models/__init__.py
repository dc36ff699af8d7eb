from wutong.platform.files.models.stored import StoredFile

__all__ = ["StoredFile"]

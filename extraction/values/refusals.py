"""Why the system has refused something, in both languages."""

import errno
from collections.abc import Mapping

from extraction.values.bilingual import Bilingual

_CHINESE: Mapping[int, str] = {
    errno.ENOENT: "没有此文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许此操作",
    errno.EEXIST: "已有同名文件",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "文件系统只读",
    errno.EIO: "输入输出错误",
    errno.EBUSY: "正被占用",
    errno.EFBIG: "文件过大",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "链接互相指向",
    errno.EINVAL: "参数无效",
    errno.EBADF: "已关闭",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.ENOMEM: "内存不足",
    errno.EAGAIN: "资源暂时不足",
}


def explain_refusal(error: OSError) -> Bilingual:
    """Return why the system refused: in English, and in rarer cases in Chinese, in its own words.

    >>> explain_refusal(PermissionError(errno.EACCES, "Permission denied"))
    Bilingual(en='Permission denied', zh='没有权限')
    """
    own = error.strerror or str(error)
    return Bilingual(own, _CHINESE.get(error.errno or 0, own))

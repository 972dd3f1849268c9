// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/first_bytes.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr std::size_t enough = 512;

} // namespace

Result<QByteArray> firstBytesOf(const QString& path, const QString& file)
{
    const OwnedFd opened(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    std::array<char, enough> bytes;
    const ssize_t got = opened.isOpen() ? ::read(opened.get(), bytes.data(), bytes.size()) : -1;
    if (got < 0)
        return Error{ErrorCode::FileUnreadable,
                     u"Cannot read %1: %2."_s.arg(file, qt_error_string(errno)), path};
    return QByteArray(bytes.data(), qsizetype(got));
}

QByteArray firstBytesOf(const OwnedFd& file)
{
    std::array<char, enough> bytes;
    const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), 0);
    return {bytes.data(), std::max<qsizetype>(got, 0)};
}

} // namespace ccad

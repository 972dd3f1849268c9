// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/write_whole.h"

#include <cerrno>

#include <unistd.h>

namespace ccad {

bool writeWhole(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = write(file, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

} // namespace ccad

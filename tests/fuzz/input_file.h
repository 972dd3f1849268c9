// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/open_folder.h"
#include "core/base/owned_fd.h"
#include "core/imaging/read_limits.h"

#include <QByteArray>
#include <QString>

namespace ccad::fuzz {

/// An input as a regular file that lies in memory alone.
class InputFile
{
public:
    explicit InputFile(const QByteArray& content);
    [[nodiscard]] QString path() const;
    [[nodiscard]] int descriptor() const { return m_memory.get(); }

private:
    OwnedFd m_memory;
};

/// A folder of this process, emptied each time it is asked for, in memory where that is possible.
[[nodiscard]] OpenFolder emptyFolder();

/// Limits under which no input takes more than moments: proportional to those of the decoder.
[[nodiscard]] ReadLimits quickLimits();

} // namespace ccad::fuzz

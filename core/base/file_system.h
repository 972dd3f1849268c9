// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// Is the kind of file system, statfs's f_type, one that several machines may write at once, or one
/// of which that is not known (FUSE)? Memory cannot be shared through a file there.
[[nodiscard]] bool isNetworkFileSystem(long kind);

/// Does the file, or the folder that it would lie in, lie on such a file system? False when that
/// cannot be told.
[[nodiscard]] bool isOnNetwork(const QString& path);

} // namespace ccad

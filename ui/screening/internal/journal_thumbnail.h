// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>

namespace ccad {

/// The thumbnail that a journal keeps: a JPEG or PNG of at most 512 pixels a side and 1 MiB. Null
/// for anything else: a journal may come from anybody, and Qt has readers for many more formats.
[[nodiscard]] QImage journalThumbnail(const QByteArray& bytes);

} // namespace ccad

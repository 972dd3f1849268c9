// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"

#include <QStringView>

#include <algorithm>

namespace ccad {

/// Tells whether a whole picture has the pixels that an object was made for: the size and the
/// decoded pixels, whatever their compression and however they are displayed. The number before the
/// hyphen is raised when CCAD decodes the same file to other pixels. At most 64 characters.
[[nodiscard]] QString pixelChecksum(const Radiograph& whole);
/// Has the text the form of such a checksum?
[[nodiscard]] inline bool isPixelChecksum(QStringView text)
{
    constexpr qsizetype digits = 32;
    constexpr qsizetype longestForm = 4;
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const auto isHex = [&](QChar c) { return isDigit(c) || (c >= u'a' && c <= u'f'); };
    const qsizetype hyphen = text.indexOf(u'-');
    const QStringView form = text.left(std::max<qsizetype>(hyphen, 0));
    const QStringView hash = text.mid(hyphen + 1);
    return hyphen > 0 && hyphen <= longestForm && hash.size() == digits
        && std::all_of(form.begin(), form.end(), isDigit)
        && std::all_of(hash.begin(), hash.end(), isHex);
}

namespace imaging {

/// May the UID tell one image from another? Not if it is empty or longer than the 64 characters of
/// PS3.5 9.1.
[[nodiscard]] bool isUsableUid(const QString& uid);

/// SHA-256, hexadecimal, of the picture as it was decoded and is first displayed: its pixels, its
/// size, and all that turns the pixels into greys. Nothing else in the file counts: the same
/// picture has the same hash in another lossless compression or under another name.
[[nodiscard]] QString pictureSha256(const ReducedRadiograph& reduced);

/// Computes pictureSha256() and, of a whole picture, pixelChecksum(), with one look at the pixels.
void addPictureHashes(ReducedRadiograph& reduced);

/// What tells one film from another: its UID with a hash of picture and patient, "uid:1.2.3 4f...",
/// or without a usable UID its content, "sha256:4f...". Of a picture that was read with its hash
/// (see ReadSize::withHash).
[[nodiscard]] QString identityOf(const ReducedRadiograph& reduced);

} // namespace imaging

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/film_head.h"

#include "core/base/regular_file.h"
#include "core/imaging/dicom/dicom_reader.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/imaging/reading/reader.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<QByteArray> beginOf(const OwnedFd& file, const QString& path)
{
    constexpr qsizetype enough = 64 * 1024;
    QByteArray begin(enough, '\0');
    const auto got = readPiece(file, path, 0, begin.data(), enough);
    return got ? Result<QByteArray>(begin.left(static_cast<qsizetype>(*got))) : got.error();
}

/// Of the first bytes of a file; nothing where they do not say whether it is a film.
Result<std::optional<QString>> uidIn(const QByteArray& begin, const imaging::ReadGuard& guard)
{
    const auto format = imaging::recognise(begin);
    if (!format)
        return format.error();
    if (*format != FileFormat::Dicom)
        return imaging::unsupported(u"it has no DICOM tags"_s);
    const auto head = imaging::readDicomHead(begin, guard);
    return head && head->hasRows ? std::optional(head->sopInstanceUid) : std::nullopt;
}

} // namespace

Result<QString> readFilmUid(const OwnedFd& file, const QString& path, const ReadLimits& limits)
{
    const auto begin = beginOf(file, path);
    if (!begin)
        return begin.error();
    const imaging::ReadGuard guard(limits, {});
    std::optional<QString> uid;
    const auto done
        = imaging::readGuarded(*begin, path, guard, [&](const QByteArray& content) -> Result<void> {
              auto found = uidIn(content, guard);
              if (!found)
                  return found.error();
              uid = *std::move(found);
              return {};
          });
    if (!done)
        return done.error();
    if (uid)
        return *std::move(uid);
    // It is no film, or its rows come later.
    const auto content = readWhole(file, path, limits.maxFileBytes);
    if (!content)
        return content.error();
    const auto film = readReducedContent(*content, path, {}, limits);
    return film ? Result<QString>(film->radiograph.sopInstanceUid) : film.error();
}

} // namespace ccad

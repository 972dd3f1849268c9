// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/film_head.h"

#include "core/base/regular_file.h"
#include "core/imaging/dicom/dicom_reader.h"
#include "core/imaging/reading/guarded_read.h"
#include "core/imaging/reading/reader.h"

namespace ccad {

namespace {

QByteArray beginOf(const QString& path)
{
    constexpr qsizetype enough = 64 * 1024;
    const auto file = openRegularFile(path);
    if (!file)
        return {};
    QByteArray begin(enough, '\0');
    const auto got = readPiece(*file, path, 0, begin.data(), enough);
    return begin.left(got ? static_cast<qsizetype>(*got) : 0);
}

/// Of a file without rows in its first bytes: it is no film, or they come later.
std::optional<FilmHead> readWholeHead(const QString& path, const CancelToken& cancel)
{
    const auto film = readRadiograph(path, {}, cancel);
    if (film)
        return FilmHead{film->sopInstanceUid, {}};
    auto object = filmObjectIn(film.error().message);
    return object ? std::optional(FilmHead{{}, std::move(object)}) : std::nullopt;
}

} // namespace

std::optional<FilmHead> readFilmHead(const QString& path, const CancelToken& cancel)
{
    const QByteArray begin = beginOf(path);
    const auto format = imaging::recognise(begin);
    if (!format || *format != FileFormat::Dicom)
        return std::nullopt;
    std::optional<imaging::DicomHead> head;
    const imaging::ReadGuard guard({}, cancel);
    (void)imaging::readGuarded(begin, path, guard, [&](const QByteArray& content) -> Result<void> {
        head = imaging::readDicomHead(content, guard);
        return {};
    });
    if (head && head->hasRows)
        return FilmHead{head->sopInstanceUid, {}};
    return readWholeHead(path, cancel);
}

} // namespace ccad

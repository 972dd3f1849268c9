// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_images.h"

#include "core/augmentation/prepared_picture.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/reading/reader.h"

#include <QDir>
#include <QFileInfo>

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maximumManifestBytes = qint64{64} << 20;

std::optional<GrayImage16> readGreys(const QString& file)
{
    const auto radiograph = readRadiograph(file);
    if (!radiograph)
        return std::nullopt;
    return DisplayLut(*radiograph, radiograph->initialVoi).apply16(*radiograph);
}

std::vector<std::uint8_t> stretched(const GrayImage16& image, int side)
{
    PreprocessSpec spec;
    spec.inputSize = side;
    return toEightBits(Preprocessor(spec).fit(image).image.pixels);
}

std::optional<LungImage> readImage(const LungRow& row, const PreprocessSpec& spec)
{
    const auto picture = readGreys(row.file);
    if (!picture)
        return std::nullopt;
    LungImage image;
    image.row = row;
    image.input = Preprocessor(spec)(*picture);
    image.picture = stretched(*picture, largeSide(spec));
    if (row.mask.isEmpty())
        return image;
    auto mask = readGreys(row.mask);
    if (!mask)
        return std::nullopt;
    image.target = stretched(*mask, largeSide(spec));
    image.mask = std::move(*mask);
    return image;
}

Error unusable(const QString& manifest, const QString& what)
{
    return {ErrorCode::DatasetUnusable,
            u"No lung network can be trained on %1: %2"_s.arg(manifest, what), manifest};
}

} // namespace

Result<std::vector<LungRow>> readLungRows(const QString& manifest)
{
    const auto content = readFile(manifest, maximumManifestBytes);
    if (!content)
        return content.error();
    const auto table = parseTable(*content, {u"file"_s, u"patient"_s, u"mask"_s});
    if (!table)
        return table.error();
    if (!table->faults.empty())
        return unusable(manifest, table->faults.front().reason);
    for (const char* name : {"file", "patient", "source", "mask"})
        if (table->column(QString::fromLatin1(name)) < 0)
            return unusable(manifest, u"it has no column \"%1\"."_s.arg(QLatin1String(name)));
    const QDir folder = QFileInfo(manifest).absoluteDir();
    std::vector<LungRow> rows;
    for (const QStringList& cells : table->rows) {
        const auto cell = [&](const char* name) {
            const int column = table->column(QString::fromLatin1(name));
            return column < 0 ? QString() : cells[column];
        };
        const QString mask = cell("mask");
        const bool isMarked = table->column(u"redistributable"_s) >= 0;
        rows.push_back({folder.absoluteFilePath(cell("file")),
                        mask.isEmpty() ? QString() : folder.absoluteFilePath(mask),
                        cell("source") + u'/' + cell("patient"), cell("source"), cell("view"),
                        !isMarked || cell("redistributable") == u"yes"_s});
        if (cell("patient").isEmpty())
            rows.back().patient = rows.back().file; // a patient of its own
    }
    if (std::ranges::all_of(rows, [](const LungRow& row) { return row.mask.isEmpty(); }))
        return unusable(manifest, u"no row names a mask."_s);
    return rows;
}

int largeSide(const PreprocessSpec& spec)
{
    return enlargedSize(spec);
}

Result<LungImages> readLungImages(const std::vector<LungRow>& rows, const PreprocessSpec& spec,
                                  const CancelToken& cancel)
{
    std::vector<std::optional<LungImage>> read(rows.size());
    parallelFor(rows.size(), [&](std::size_t i) {
        if (!cancel.isCancelled())
            read[i] = readImage(rows[i], spec);
    });
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"The training was cancelled."_s, {}};
    LungImages result;
    for (std::optional<LungImage>& image : read) {
        if (image)
            result.images.push_back(std::move(*image));
        else
            ++result.unreadable;
    }
    return result;
}

} // namespace ccad

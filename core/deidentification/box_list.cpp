// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/deidentification/deid_folder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error badLine(int line)
{
    return Error{ErrorCode::FileBroken,
                 u"Line %1 of the list of boxes is not as it should be: it has to name a file and "
                 "four whole numbers, left, top, width and height, or none of them."_s.arg(line),
                 {}};
}

} // namespace

QByteArray boxesToCsv(const QHash<QString, std::vector<PixelBox>>& boxes)
{
    QString lines = csvLine({u"file"_s, u"left"_s, u"top"_s, u"width"_s, u"height"_s}) + u'\n';
    QStringList files = boxes.keys();
    files.sort();
    for (const QString& file : files) {
        const QString cell = spreadsheetText(file);
        if (boxes[file].empty())
            lines += csvLine({cell, {}, {}, {}, {}}) + u'\n';
        for (const PixelBox& box : boxes[file])
            lines += csvLine({cell, QString::number(box.left), QString::number(box.top),
                              QString::number(box.width), QString::number(box.height)})
                + u'\n';
    }
    return lines.toUtf8();
}

Result<QHash<QString, std::vector<PixelBox>>> boxesFromCsv(const QByteArray& csv)
{
    const auto table = parseCsv(csv);
    if (!table)
        return table.error();
    if (table->header != QStringList{u"file"_s, u"left"_s, u"top"_s, u"width"_s, u"height"_s})
        return badLine(1);
    QHash<QString, std::vector<PixelBox>> boxes;
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        const QStringList& row = table->rows[i];
        std::vector<PixelBox>& ofFile = boxes[fromSpreadsheetText(row[0])];
        const QStringList numbers = row.mid(1);
        if (std::all_of(numbers.begin(), numbers.end(),
                        [](const QString& text) { return text.isEmpty(); }))
            continue;
        std::array<int, 4> values{};
        bool areNumbers = true;
        for (std::size_t k = 0; k < values.size(); ++k) {
            bool isNumber = false;
            values[k] = numbers[static_cast<qsizetype>(k)].toInt(&isNumber);
            areNumbers = areNumbers && isNumber && values[k] >= 0 && values[k] <= 65535;
        }
        if (!areNumbers || values[2] == 0 || values[3] == 0 || row[0].isEmpty())
            return badLine(table->lines[i]);
        ofFile.push_back({values[0], values[1], values[2], values[3]});
    }
    return boxes;
}

} // namespace ccad

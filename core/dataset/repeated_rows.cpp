// SPDX-License-Identifier: GPL-3.0-or-later
// Files that a manifest has several rows for.
#include "core/dataset/internal/dataset_source.h"

#include <QHash>

#include <algorithm>
#include <array>
#include <tuple>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// What one row says that another one does not; empty: they agree.
QString contradiction(const NamedItem& a, const NamedItem& b)
{
    const std::array<std::tuple<const char*, QString, QString>, 3> values
        = {{{"label", a.className, b.className},
            {"patient", a.item.patient, b.item.patient},
            {"split", a.item.split, b.item.split}}};
    for (const auto& [what, one, other] : values)
        if (one != other)
            return u"Its rows differ: the %1 is \"%2\" in one and \"%3\" in another. It was left "
                   "out."_s.arg(QString::fromLatin1(what), one, other);
    return {};
}

} // namespace

void settleRepeated(FoundItems& found)
{
    QHash<QString, qsizetype> firstOf; // a file's place among `kept`
    QHash<QString, QString> contradictory; // why
    std::vector<NamedItem> kept;
    QHash<QString, int> agreeing; // rows beyond the first
    for (NamedItem& entry : found.items) {
        const QString file = entry.item.file;
        const auto first = firstOf.find(file);
        if (first == firstOf.end()) {
            firstOf.insert(file, qsizetype(kept.size()));
            kept.push_back(std::move(entry));
            continue;
        }
        ++agreeing[file];
        const QString why = contradiction(kept[std::size_t(*first)], entry);
        if (!why.isEmpty() && !contradictory.contains(file))
            contradictory.insert(file, why);
    }
    for (const NamedItem& entry : kept)
        if (const auto why = contradictory.find(entry.item.file); why != contradictory.end())
            found.leftOut.push_back({entry.item.file, *why});
    int repeated = 0;
    for (auto row = agreeing.begin(); row != agreeing.end(); ++row)
        repeated += contradictory.contains(row.key()) ? 0 : row.value();
    std::erase_if(kept,
                  [&](const NamedItem& entry) { return contradictory.contains(entry.item.file); });
    if (repeated > 0)
        found.notes
            << (repeated == 1
                    ? u"1 row names a file that an earlier row names, too: it counts once."_s
                    : u"%1 rows name files that earlier rows name, too: each counts "
                      "once."_s.arg(repeated));
    found.items = std::move(kept);
}

} // namespace ccad

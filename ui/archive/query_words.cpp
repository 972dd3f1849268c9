// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/query_words.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int daysOfAWeek = 7;

bool hasWildcard(const QString& text)
{
    return text.contains(u'*') || text.contains(u'?');
}

/// "Doe, Jane" is typed by people and "Doe^Jane" kept by archives.
QString nameKey(const QString& typed)
{
    QString name = typed.simplified();
    const qsizetype comma = name.indexOf(u',');
    if (comma >= 0)
        name = name.left(comma).trimmed() + u'^' + name.mid(comma + 1).trimmed();
    return name.isEmpty() || hasWildcard(name) ? name : name + u'*';
}

QString descriptionKey(const QString& typed)
{
    const QString words = typed.simplified();
    return words.isEmpty() || hasWildcard(words) ? words : u'*' + words + u'*';
}

QString dateKey(AskedDays days, const QDate& today)
{
    const auto text = [](const QDate& day) { return day.toString(u"yyyyMMdd"_s); };
    switch (days) {
    case AskedDays::Today:
        return text(today);
    case AskedDays::LastWeek:
        return text(today.addDays(1 - daysOfAWeek)) + u'-' + text(today);
    case AskedDays::Any:
        break;
    }
    return {};
}

} // namespace

Result<std::vector<Query>> queriesOf(const AskedStudies& asked, const QDate& today)
{
    Query query;
    query.keys = usualKeys(query.level);
    const std::pair<const char*, QString> words[]
        = {{"patient-name", nameKey(asked.patientName)},
           {"patient-id", asked.patientId.trimmed()},
           {"accession", asked.accession.trimmed()},
           {"description", descriptionKey(asked.description)},
           {"date", dateKey(asked.days, today)}};
    for (const auto& [word, value] : words)
        if (!value.isEmpty())
            if (auto ok = addKey(query, QString::fromLatin1(word), value); !ok)
                return ok.error();
    std::vector<Query> queries;
    for (const QString& modality : asked.modalities) {
        queries.push_back(query);
        if (auto ok = addKey(queries.back(), u"modality"_s, modality); !ok)
            return ok.error();
    }
    if (queries.empty())
        queries.push_back(query);
    return queries;
}

Result<Query> seriesOf(const QString& studyUid)
{
    Query query;
    query.level = QueryLevel::Series;
    query.keys = usualKeys(query.level);
    if (auto ok = addKey(query, u"study"_s, studyUid); !ok)
        return ok.error();
    return query;
}

Result<Query> objectsOf(const QString& studyUid, const QString& seriesUid)
{
    Query query;
    if (auto ok = addKey(query, u"study"_s, studyUid); !ok)
        return ok.error();
    if (seriesUid.isEmpty())
        return query;
    query.level = QueryLevel::Series;
    if (auto ok = addKey(query, u"series"_s, seriesUid); !ok)
        return ok.error();
    return query;
}

} // namespace ccad

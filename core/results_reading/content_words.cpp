// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/content_words.h"

#include "core/results_reading/read_object.h"

#include <QDate>
#include <QTime>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

bool isClosed(const std::vector<QPointF>& points)
{
    return points.size() > 2 && points.front() == points.back();
}

} // namespace

QString relationWords(const QString& relation)
{
    struct Known
    {
        const char* relation;
        const char* words;
    };
    constexpr std::array<Known, 7> known = {{{"CONTAINS", "contains"},
                                             {"HAS PROPERTIES", "has property"},
                                             {"HAS OBS CONTEXT", "has observation context"},
                                             {"HAS ACQ CONTEXT", "has acquisition context"},
                                             {"HAS CONCEPT MOD", "has modifier"},
                                             {"INFERRED FROM", "inferred from"},
                                             {"SELECTED FROM", "selected from"}}};
    for (const Known& one : known)
        if (relation == QLatin1String(one.relation))
            return QString::fromLatin1(one.words);
    return relation.toLower();
}

QString dateWords(const QString& date)
{
    const QDate day = QDate::fromString(date.left(8), u"yyyyMMdd"_s);
    return day.isValid() ? day.toString(Qt::ISODate) : date;
}

QString timeWords(const QString& time)
{
    // Minutes and seconds may be left out.
    QString digits = time.section(u'.', 0, 0).left(6);
    while (digits.size() >= 2 && digits.size() < 6)
        digits += u"00"_s;
    const QTime moment = QTime::fromString(digits, u"HHmmss"_s);
    return moment.isValid() ? moment.toString(Qt::ISODate) : time;
}

QString dateTimeWords(const QString& dateTime)
{
    const QString date = dateWords(dateTime);
    if (dateTime.size() <= 8 || date == dateTime)
        return date;
    return u"%1 %2"_s.arg(date, timeWords(dateTime.mid(8)));
}

QString nameWords(const QString& personName)
{
    // Of the alphabetic, ideographic and phonetic forms the first that is there.
    const QStringList forms = personName.split(u'=', Qt::SkipEmptyParts);
    if (forms.isEmpty())
        return {};
    const QStringList parts = forms.front().split(u'^');
    // Prefix, given name, middle name, family name, suffix.
    QStringList words;
    for (const int index : {3, 1, 2, 0, 4})
        if (const QString part = parts.value(index).trimmed(); !part.isEmpty())
            words << part;
    return words.join(u' ');
}

QString numberWords(const QString& number, const Code& unit)
{
    // UCUM writes what counts things, and numbers without a unit, in a way that nobody reads.
    const bool isCount = unit.value.startsWith(u'{') || unit.value == u"1";
    const QString words = isCount && unit.scheme == u"UCUM"
        ? (unit.meaning == u"no units" || unit.value == u"1" ? QString() : unit.meaning)
        : (unit.value.isEmpty() || unit.scheme != u"UCUM" ? unit.meaning : unit.value);
    return words.isEmpty() ? number : u"%1 %2"_s.arg(number, words);
}

QString regionWords(const ReportedRegion& region)
{
    const auto count = region.points.size();
    switch (region.shape) {
    case ReportedRegion::Shape::Points:
        return count == 1
            ? u"point at column %1, row %2"_s.arg(region.points.front().x(), 0, 'f', 1)
                  .arg(region.points.front().y(), 0, 'f', 1)
            : u"%1 points"_s.arg(count);
    case ReportedRegion::Shape::Line:
        return isClosed(region.points) ? u"closed line of %1 points"_s.arg(count - 1)
                                       : u"line of %1 points"_s.arg(count);
    case ReportedRegion::Shape::Circle:
        return u"circle"_s;
    case ReportedRegion::Shape::Ellipse:
        break;
    }
    return u"ellipse"_s;
}

QString referenceWords(const ObjectReference& reference)
{
    QString words = u"%1 %2"_s.arg(sopClassWords(reference.sopClassUid), reference.sopInstanceUid);
    QStringList frames;
    for (const int frame : reference.frames)
        frames << QString::number(frame);
    if (!frames.isEmpty())
        words += u", frame %1"_s.arg(frames.join(u", "_s));
    return words;
}

} // namespace ccad::results

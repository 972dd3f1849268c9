// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/moved_dates.h"

#include "core/imaging/dicom/data_element.h"

#include <QByteArrayList>
#include <QDate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

bool areDigits(const QByteArray& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

QByteArray written(const QDate& date)
{
    return date.toString(u"yyyyMMdd"_s).toLatin1();
}

/// `date`: four, six or eight digits.
std::optional<QByteArray> movedDate(const QByteArray& date, int days)
{
    if (!areDigits(date))
        return std::nullopt;
    const int year = date.left(4).toInt();
    const int month = date.size() >= 6 ? date.mid(4, 2).toInt() : 7;
    const int day = date.size() == 8 ? date.mid(6, 2).toInt() : 15;
    const QDate moved = QDate(year, month, day).addDays(days);
    if (!moved.isValid() || moved.year() < 1 || moved.year() > 9999)
        return std::nullopt;
    return written(moved).left(date.size());
}

std::optional<QByteArray> movedDay(QByteArray date, int days)
{
    // As ACR-NEMA wrote them.
    if (date.size() == 10 && date[4] == '.' && date[7] == '.')
        date.remove(7, 1).remove(4, 1);
    return date.size() == 8 ? movedDate(date, days) : std::nullopt;
}

std::optional<QByteArray> movedMoment(const QByteArray& moment, int days)
{
    qsizetype digits = 0;
    while (digits < moment.size() && moment[digits] >= '0' && moment[digits] <= '9')
        ++digits;
    const qsizetype ofDate = std::min<qsizetype>(digits, 8);
    if (digits < 4 || ofDate % 2 != 0)
        return std::nullopt;
    const QByteArray rest = moment.mid(ofDate);
    static constexpr QByteArrayView allowed = "0123456789.+-";
    if (!std::all_of(rest.begin(), rest.end(), [](char c) { return allowed.contains(c); }))
        return std::nullopt;
    const auto date = movedDate(moment.left(ofDate), days);
    return date ? std::optional(*date + rest) : std::nullopt;
}

bool isTimeOfDay(const QByteArray& time)
{
    static constexpr QByteArrayView allowed = "0123456789.:";
    return std::all_of(time.begin(), time.end(), [](char c) { return allowed.contains(c); });
}

} // namespace

std::optional<QByteArray> movedDates(const QByteArray& value, const QByteArray& vr, int days)
{
    QByteArrayList all;
    for (const QByteArray& one : value.split('\\')) {
        const QByteArray text = trimmedValue(one);
        std::optional<QByteArray> moved = text;
        if (vr == "TM")
            moved = isTimeOfDay(text) ? std::optional(text) : std::nullopt;
        else if (!text.isEmpty())
            moved = vr == "DA" ? movedDay(text, days) : movedMoment(text, days);
        if (!moved)
            return std::nullopt;
        all << *moved;
    }
    return all.join('\\');
}

} // namespace ccad

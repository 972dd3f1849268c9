// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/natural_order.h"

#include <algorithm>

namespace ccad {

namespace {

qsizetype digitsFrom(const QString& text, qsizetype start)
{
    qsizetype end = start;
    while (end < text.size() && text[end].isDigit())
        ++end;
    return end - start;
}

} // namespace

bool comesBefore(const QString& a, const QString& b)
{
    // Not by QCollator: it counts in some locales only.
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() && j < b.size()) {
        const qsizetype m = digitsFrom(a, i);
        const qsizetype n = digitsFrom(b, j);
        const QStringView left = QStringView(a).mid(i, std::max<qsizetype>(m, 1));
        const QStringView right = QStringView(b).mid(j, std::max<qsizetype>(n, 1));
        if (m > 0 && n > 0 && m != n)
            return m < n; // the longer number is the larger one, leading zeros aside
        if (const int order = left.compare(right))
            return order < 0;
        i += left.size();
        j += right.size();
    }
    return a.size() - i < b.size() - j;
}

} // namespace ccad

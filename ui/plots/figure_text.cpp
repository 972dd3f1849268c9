// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/figure_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

QString figureText(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : u"–"_s;
}

QString rangeText(double low, double high)
{
    if (!std::isfinite(low) || !std::isfinite(high))
        return {};
    return QCoreApplication::translate("Figures", "%1 to %2")
        .arg(figureText(low), figureText(high));
}

QString intervalText(const Interval& interval)
{
    const QString range = rangeText(interval.low, interval.high);
    if (range.isEmpty())
        return figureText(interval.value);
    return QCoreApplication::translate("Figures", "%1 (%2)").arg(figureText(interval.value), range);
}

QString csvNumber(double value)
{
    return std::isnan(value) ? QString()
                             : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace ccad

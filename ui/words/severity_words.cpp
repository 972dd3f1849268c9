// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/severity_words.h"

#include <QCoreApplication>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Severity", text);
}

QString digits(double number)
{
    return QString::number(number, 'f', 1);
}

/// "3.1 of 8 (1.2 to 5.0)"
QString figures(const SeverityEstimate& estimate)
{
    return tr("%1 of %2 (%3 to %4)")
        .arg(digits(estimate.value), QString::number(severityMaximum(estimate.score)),
             digits(estimate.low), digits(estimate.high));
}

} // namespace

QString severityWords(const std::vector<SeverityEstimate>& estimates)
{
    QString extent;
    QString opacity;
    for (const SeverityEstimate& estimate : estimates)
        (estimate.score == SeverityScore::Extent ? extent : opacity) = figures(estimate);
    if (extent.isEmpty() && opacity.isEmpty())
        return {};
    if (opacity.isEmpty())
        return tr("Extent %1: research output, not a measurement.").arg(extent);
    if (extent.isEmpty())
        return tr("Opacity %1: research output, not a measurement.").arg(opacity);
    return tr("Extent %1, opacity %2: research output, not a measurement.").arg(extent, opacity);
}

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_threshold.h"

#include "app/cli/console.h"
#include "core/base/typed_number.h"
#include "core/evaluation/model_results.h"
#include "core/evaluation/sensitivity_threshold.h"
#include "core/statistics/interval_text.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

std::optional<double> numberFrom(const QString& text)
{
    const auto number = typedNumber(text);
    return number && *number >= 0 && *number <= 1 ? number : std::nullopt;
}

int save(const QString& folder, double threshold, const QString& says)
{
    const auto before = loadModelManifest(folder);
    if (!before)
        return failWith(before.error());
    if (auto saved = saveThreshold(folder, threshold); !saved)
        return failWith(saved.error());
    printLine(u"%1: \"%2\" is called positive from a probability of %3 now, before "
              "from %4.%5"_s.arg(
                  folder, before->classes[static_cast<std::size_t>(before->positiveClass)].name,
                  QString::number(threshold), QString::number(before->threshold), says));
    return AllDone;
}

} // namespace

int setThreshold(const QString& folder, const QString& sensitivity, const QString& value,
                 const QString& usage)
{
    const auto number = numberFrom(sensitivity.isEmpty() ? value : sensitivity);
    if (!number)
        return wrongUsage(u"--sensitivity and --value are numbers from 0 to 1."_s, usage);
    if (sensitivity.isEmpty())
        return save(folder, *number, {});
    const auto choice = thresholdOfPackage(folder, *number);
    if (!choice)
        return failWith(choice.error());
    return save(folder, *choice->threshold,
                u" On validation images (%1 of it, %2 others): sensitivity %3, "
                "specificity %4."_s.arg(choice->positives)
                    .arg(choice->negatives)
                    .arg(withInterval(choice->sensitivity), withInterval(choice->specificity)));
}

} // namespace ccad::cli

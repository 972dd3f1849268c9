// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/model_report.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

QString valueOfChild(const ContentItem& item, QStringView code, QStringView scheme = u"DCM")
{
    const ContentItem* child = item.child(code, scheme);
    return child ? child->value : QString();
}

/// A measurement group of TID 1410 with a finding and its probability.
std::optional<ReportedClass> classIn(const ContentItem& group)
{
    const ContentItem* finding = group.child(u"121071", u"DCM");
    const ContentItem* probability = group.child(u"122157", u"DCM");
    if (!finding || !probability || !probability->number)
        return std::nullopt;
    ReportedClass one;
    one.finding = finding->code;
    one.title = finding->value;
    one.percent = *probability->number;
    if (const ContentItem* region = group.child(u"111030", u"DCM"))
        one.region = region->region;
    one.aboutRegion = valueOfChild(group, u"region-words", u"99CCAD");
    return one;
}

void takeAlgorithm(ModelReport& report, const ContentItem& group)
{
    const ContentItem* probability = group.child(u"122157", u"DCM");
    if (!probability)
        return;
    report.modelVersion = valueOfChild(*probability, u"111003");
    for (const ContentItem& child : probability->children)
        if (child.isNamed(u"111002", u"DCM"))
            report.parameters << child.value;
}

} // namespace

std::optional<ModelReport> modelReportOf(const StructuredReport& report)
{
    const ContentItem& root = report.root;
    const ContentItem* measurements = root.child(u"126010", u"DCM");
    if (valueOfChild(root, u"121014") != u"CCAD" || !measurements)
        return std::nullopt;
    ModelReport read;
    read.notice = valueOfChild(root, u"notice", u"99CCAD");
    read.modelName = valueOfChild(root, u"121015");
    for (const ContentItem& group : measurements->children)
        if (auto one = classIn(group)) {
            if (read.classes.empty())
                takeAlgorithm(read, group);
            read.classes.push_back(*std::move(one));
        }
    if (read.classes.empty())
        return std::nullopt;
    return read;
}

} // namespace ccad::results

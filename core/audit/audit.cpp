// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit.h"

#include "core/audit/internal/audit_colour.h"
#include "core/audit/internal/audit_tests.h"
#include "core/audit/internal/cross_table.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Evenly from every class of every source.
std::vector<DatasetItem> chosen(const Dataset& dataset, int count)
{
    if (static_cast<int>(dataset.items.size()) <= count)
        return dataset.items;
    std::map<std::pair<QString, int>, std::vector<const DatasetItem*>> groups;
    for (const DatasetItem& item : dataset.items)
        groups[{item.source, item.label}].push_back(&item);
    // In proportion, since what a class is guessed from must not depend on how many images are
    // used.
    const double share = static_cast<double>(count) / static_cast<double>(dataset.items.size());
    std::vector<DatasetItem> result;
    for (const auto& [key, items] : groups) {
        const auto wanted = std::min(
            items.size(),
            std::max<std::size_t>(
                20,
                static_cast<std::size_t>(std::lround(share * static_cast<double>(items.size())))));
        for (std::size_t i = 0; i < wanted; ++i)
            result.push_back(*items[i * items.size() / wanted]);
    }
    return result;
}

QString whyNoCoincidence(const Dataset& dataset)
{
    if (dataset.knowsSources()
        && std::ranges::count(dataset.classCounts(), 0)
            < static_cast<qsizetype>(dataset.classes.size()) - 1)
        return u"there is only one source"_s;
    return dataset.knowsSources() ? u"there is only one class"_s : u"the sources are not known"_s;
}

/// Notes whatever made a test impossible, or makes its result worth less than it seems.
void noteGaps(const AuditRequest& request, bool knowsClasses, AuditReport& report)
{
    const Dataset& dataset = request.dataset;
    QStringList gaps;
    for (const AuditTest& test : report.tests)
        if (!test.notTested.isEmpty())
            gaps.append(test.notTested);
    if (std::isnan(report.table.cramersV))
        gaps.append(u"Whether class and source coincide could not be tested: %1."_s.arg(
            whyNoCoincidence(dataset)));
    const auto nameless = std::ranges::count_if(
        dataset.items, [](const DatasetItem& item) { return item.source.isEmpty(); });
    if (nameless > 0)
        gaps.append(u"Nothing could be tested within the sources of the %1 images "
                    "that name none."_s.arg(nameless));
    if (!knowsClasses)
        gaps.append(u"The model's own answers could not be tested: it does not know "
                    "all classes of the data set."_s);
    if (!dataset.knowsPatients())
        gaps.append(u"Some images name no patient: each of them counts as a patient "
                    "of its own, so the intervals may be too narrow."_s);
    if (report.lungsNotFound > 0)
        gaps.append(u"In %1 images no lungs were found to be blanked."_s.arg(report.lungsNotFound));
    if (const auto unreadable = request.unreadable + report.unreadable.size(); unreadable > 0)
        gaps.append(u"%1 files could not be read and were left out."_s.arg(unreadable));
    report.notTested = gaps + report.notTested;
}

bool knowsAll(const ModelManifest& manifest, const QStringList& classes)
{
    return std::ranges::all_of(classes, [&](const QString& name) {
        return std::ranges::any_of(manifest.classes,
                                   [&](const ModelClass& known) { return known.name == name; });
    });
}

Result<AuditReport> run(const Classifier& classifier, const LungSegmenter* lungs,
                        const AuditRequest& request, const CancelToken& cancel,
                        const Progress& progress)
{
    const ModelManifest& manifest = classifier.manifest();
    const Dataset& dataset = request.dataset;
    auto found = auditedImages(classifier, lungs, chosen(dataset, request.images), request.seed,
                               cancel, progress);
    if (!found)
        return found.error();
    if (found->images.empty())
        return Error{
            ErrorCode::DatasetUnusable,
            u"None of the %1 images can be read. The first: %2"_s.arg(found->unreadable.size())
                .arg(found->unreadable.value(0)),
            u"dataset"_s};
    AuditReport report;
    report.modelName = manifest.name;
    report.modelSha256 = manifest.weightsSha256;
    report.dataFingerprint = datasetFingerprint(dataset);
    report.images = static_cast<int>(found->images.size());
    report.unreadable = found->unreadable;
    std::vector<QString> classes;
    std::set<QString> patients;
    for (const AuditedImage& image : found->images) {
        classes.push_back(dataset.classes[image.item.label]);
        patients.insert(patientOf(image.item));
        if (lungs != nullptr
            && image.features[static_cast<std::size_t>(Alteration::LungsBlanked)].empty())
            ++report.lungsNotFound;
    }
    report.patients = static_cast<int>(patients.size());
    std::vector<std::pair<QString, QString>> pairs;
    for (const DatasetItem& item : dataset.items)
        pairs.emplace_back(item.source, dataset.classes[item.label]);
    report.table = crossTable(pairs);
    const AuditedSet set{found->images, classes, derivedSeed(request.seed, 1)};
    const bool knowsClasses = knowsAll(manifest, dataset.classes);
    addClassTests(set, lungs != nullptr, report);
    addSourceTest(set, report);
    addSourceResults(set, manifest, knowsClasses, report);
    report.markers = markerTest(found->images);
    noteGaps(request, knowsClasses, report);
    judge(report);
    return report;
}

} // namespace

Result<AuditReport> runAudit(const Classifier& classifier, const LungSegmenter* lungs,
                             const AuditRequest& request, const CancelToken& cancel,
                             const Progress& progress)
{
    try {
        return run(classifier, lungs, request, cancel, progress);
    } catch (const std::exception& failure) { // OpenCV, or memory ran out
        return Error{ErrorCode::Internal,
                     u"The audit failed: %1"_s.arg(QString::fromUtf8(failure.what())),
                     {}};
    }
}

} // namespace ccad

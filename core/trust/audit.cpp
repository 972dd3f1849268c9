// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trust/audit.h"

#include "core/base/random.h"
#include "core/trust/audit_images.h"
#include "core/trust/audit_verdict.h"
#include "core/trust/cross_table.h"
#include "core/trust/cross_validation.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ccad {

namespace {

/// Of each class; fewer make a cross-validated AUC a matter of luck.
constexpr int fewestOfClass = 10;

/// Evenly from every class of every source.
std::vector<DatasetItem> chosen(const Dataset& dataset, int count)
{
    if (static_cast<int>(dataset.items.size()) <= count)
        return dataset.items;
    std::map<std::pair<QString, int>, std::vector<const DatasetItem*>> groups;
    for (const DatasetItem& item : dataset.items)
        groups[{item.source, item.label}].push_back(&item);
    // In proportion: what a class is guessed from must not depend on how many are looked at.
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

/// Numbers for names, in their order.
std::vector<int> numbered(const std::vector<QString>& names)
{
    const std::set<QString> distinct(names.begin(), names.end());
    std::vector<int> numbers;
    for (const QString& name : names)
        numbers.push_back(static_cast<int>(std::distance(distinct.begin(), distinct.find(name))));
    return numbers;
}

/// The rows of all images that have features of that kind; `names` is what is to be told.
AuditedRows rowsOf(const std::vector<AuditedImage>& images, Alteration kind,
                   const std::vector<QString>& names)
{
    AuditedRows rows;
    std::vector<QString> labels;
    std::vector<QString> patients;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto& features = images[i].features[static_cast<std::size_t>(kind)];
        if (features.empty())
            continue;
        rows.width = features.size();
        rows.values.insert(rows.values.end(), features.begin(), features.end());
        labels.push_back(names[i]);
        patients.push_back(patientOf(images[i].item));
    }
    rows.labels = numbered(labels);
    rows.patients = numbered(patients);
    rows.classes
        = rows.labels.empty() ? 0 : 1 + *std::max_element(rows.labels.begin(), rows.labels.end());
    return rows;
}

/// Why the rows cannot be tested, or empty. `what` is "class" or "source".
QString hindrance(const AuditedRows& rows, const QString& what)
{
    if (rows.labels.empty())
        return QStringLiteral("there is no image for it");
    if (rows.classes < 2)
        return QStringLiteral("there is only one %1").arg(what);
    std::vector<std::set<int>> patients(static_cast<std::size_t>(rows.classes));
    std::vector<int> counts(static_cast<std::size_t>(rows.classes));
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
        patients[static_cast<std::size_t>(rows.labels[i])].insert(rows.patients[i]);
        ++counts[static_cast<std::size_t>(rows.labels[i])];
    }
    if (*std::min_element(counts.begin(), counts.end()) < fewestOfClass)
        return QStringLiteral("a %1 has fewer than %2 images").arg(what).arg(fewestOfClass);
    for (const auto& of : patients)
        if (of.size() < 5)
            return QStringLiteral("a %1 has fewer than 5 patients").arg(what);
    return {};
}

AuditTest tested(const QString& name, const QString& title, const AuditedRows& rows,
                 const QString& what, std::uint64_t seed)
{
    AuditTest test{name, title, {}, static_cast<int>(rows.labels.size()), {}};
    const QString reason = hindrance(rows, what);
    if (reason.isEmpty())
        test.auc = meanAuc(crossValidated(rows, seed), rows, seed);
    else
        test.notTested = QStringLiteral("\"%1\" could not be tested: %2.").arg(title, reason);
    return test;
}

void addClassTests(const std::vector<AuditedImage>& images, const std::vector<QString>& classes,
                   bool hasLungs, std::uint64_t seed, AuditReport& report)
{
    struct Plan
    {
        Alteration kind;
        const char* name;
        const char* title;
    };
    constexpr Plan plans[] = {{Alteration::Whole, "whole", "Whole picture"},
                              {Alteration::Border, "border", "Border alone"},
                              {Alteration::LungsBlanked, "lungs_blanked", "Lungs blanked"},
                              {Alteration::Thumbnail, "thumbnail", "Thumbnail of 32 x 32"},
                              {Alteration::Corners, "corners", "Corners alone"}};
    for (const Plan& plan : plans) {
        const QString name = QString::fromLatin1(plan.name);
        const QString title = QString::fromLatin1(plan.title);
        if (plan.kind == Alteration::LungsBlanked && !hasLungs) {
            report.tests.push_back({name,
                                    title,
                                    {},
                                    0,
                                    QStringLiteral("\"%1\" could not be tested: the program has no "
                                                   "model that finds lungs.")
                                        .arg(title)});
            continue;
        }
        report.tests.push_back(
            tested(name, title, rowsOf(images, plan.kind, classes), QStringLiteral("class"), seed));
    }
}

void addSourceTest(const std::vector<AuditedImage>& images, std::uint64_t seed, AuditReport& report)
{
    const QString title = QStringLiteral("Source from the model's features");
    std::vector<QString> sources;
    std::map<QString, int> counts;
    for (const AuditedImage& image : images)
        ++counts[image.item.source];
    std::vector<AuditedImage> known;
    for (const AuditedImage& image : images)
        if (!image.item.source.isEmpty() && counts[image.item.source] >= fewestOfClass) {
            known.push_back(image);
            sources.push_back(image.item.source);
        }
    if (known.empty()) {
        report.tests.push_back({QStringLiteral("source"),
                                title,
                                {},
                                0,
                                QStringLiteral("\"%1\" could not be tested: the data set does not "
                                               "say where its images come from.")
                                    .arg(title)});
        return;
    }
    report.tests.push_back(tested(QStringLiteral("source"), title,
                                  rowsOf(known, Alteration::Whole, sources),
                                  QStringLiteral("source"), seed));
}

/// The model's own answers within each source.
void addSourceResults(const std::vector<AuditedImage>& images, const std::vector<QString>& classes,
                      const ModelManifest& manifest, std::uint64_t seed, AuditReport& report)
{
    std::map<QString, std::vector<std::size_t>> bySource;
    for (std::size_t i = 0; i < images.size(); ++i)
        if (!images[i].item.source.isEmpty())
            bySource[images[i].item.source].push_back(i);
    for (const auto& [source, numbers] : bySource) {
        std::vector<QString> names;
        std::vector<QString> patients;
        for (const std::size_t i : numbers) {
            names.push_back(classes[i]);
            patients.push_back(patientOf(images[i].item));
        }
        AuditedRows rows;
        rows.labels = numbered(names);
        rows.patients = numbered(patients);
        const std::set<QString> present(names.begin(), names.end());
        rows.classes = static_cast<int>(present.size());
        if (!hindrance(rows, {}).isEmpty())
            continue;
        std::vector<std::vector<double>> probabilities;
        for (const std::size_t i : numbers) {
            double sum = 1e-12;
            std::vector<double> row;
            for (std::size_t k = 0; k < manifest.classes.size(); ++k)
                if (present.contains(manifest.classes[k].name))
                    sum += static_cast<double>(images[i].probabilities[k]);
            // In the order of the names, as the labels are.
            for (const QString& name : present)
                for (std::size_t k = 0; k < manifest.classes.size(); ++k)
                    if (manifest.classes[k].name == name)
                        row.push_back(static_cast<double>(images[i].probabilities[k]) / sum);
            probabilities.push_back(std::move(row));
        }
        report.aucBySource[source] = meanAuc(probabilities, rows, seed);
    }
}

MarkerTest markerTest(const std::vector<AuditedImage>& images)
{
    MarkerTest test;
    test.images = static_cast<int>(images.size());
    for (const AuditedImage& image : images) {
        const auto likeliest
            = std::max_element(image.probabilities.begin(), image.probabilities.end());
        const auto k = static_cast<std::size_t>(likeliest - image.probabilities.begin());
        const auto after = std::max_element(image.withMarkers.begin(), image.withMarkers.end());
        test.meanChange += std::abs(static_cast<double>(image.withMarkers[k] - *likeliest));
        test.labelChanged += static_cast<std::size_t>(after - image.withMarkers.begin()) != k;
    }
    test.meanChange /= std::max(test.images, 1);
    test.labelChanged /= std::max(test.images, 1);
    return test;
}

void noteGaps(const Dataset& dataset, bool knowsClasses, AuditReport& report)
{
    for (const AuditTest& test : report.tests)
        if (!test.notTested.isEmpty())
            report.notTested.append(test.notTested);
    if (std::isnan(report.table.cramersV))
        report.notTested.append(QStringLiteral("Whether class and source coincide could not be "
                                               "tested: there is one source, or one class, or the "
                                               "sources are not known."));
    if (!knowsClasses)
        report.notTested.append(QStringLiteral("The model's own answers could not be tested: it "
                                               "does not know all classes of the data set."));
    else if (report.aucBySource.empty())
        report.notTested.append(QStringLiteral("The model's results within a source could not be "
                                               "tested: no source has enough images of two "
                                               "classes, or the sources are not known."));
    if (!dataset.knowsPatients())
        report.notTested.append(
            QStringLiteral("Some images name no patient: each of them counts as "
                           "a patient of its own, so the intervals may be too "
                           "narrow."));
    if (report.lungsNotFound > 0)
        report.notTested.append(QStringLiteral("In %1 images no lungs were found to be blanked.")
                                    .arg(report.lungsNotFound));
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
        return Error{ErrorCode::DatasetUnusable,
                     QStringLiteral("None of the %1 images can be read. The first: %2")
                         .arg(found->unreadable.size())
                         .arg(found->unreadable.value(0)),
                     QStringLiteral("dataset")};
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
    const std::uint64_t seed = derivedSeed(request.seed, 1);
    addClassTests(found->images, classes, lungs != nullptr, seed, report);
    addSourceTest(found->images, seed, report);
    const bool knowsClasses = knowsAll(manifest, dataset.classes);
    report.markers = markerTest(found->images);
    if (knowsClasses)
        addSourceResults(found->images, classes, manifest, seed, report);
    noteGaps(dataset, knowsClasses, report);
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
                     QStringLiteral("The audit failed: %1").arg(QString::fromUtf8(failure.what())),
                     {}};
    }
}

} // namespace ccad

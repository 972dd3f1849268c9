// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/audit_tests.h"

#include "core/audit/internal/cross_validation.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Images needed of each class; with fewer a cross-validated AUC is a matter of luck.
constexpr int fewestOfClass = 10;
constexpr int fewestPatients = 5;

/// The numbers that stand for an image in a test; empty: there are none.
using RowOf = const std::vector<float>& (*)(const AuditedImage& image);

template <Alteration kind> const std::vector<float>& featuresOf(const AuditedImage& image)
{
    return image.features[static_cast<std::size_t>(kind)];
}

const std::vector<float>& factsOf(const AuditedImage& image)
{
    return image.facts;
}

/// Numbers for names, in the names' order.
std::vector<int> numbered(const std::vector<QString>& names)
{
    const std::set<QString> distinct(names.begin(), names.end());
    std::vector<int> numbers;
    for (const QString& name : names)
        numbers.push_back(static_cast<int>(std::distance(distinct.begin(), distinct.find(name))));
    return numbers;
}

/// Some of the images, by their numbers, with the label to predict for each.
struct Chosen
{
    std::vector<std::size_t> images;
    std::vector<QString> names;
};

AuditedRows rowsOf(const AuditedSet& set, const Chosen& chosen, RowOf rowOf)
{
    AuditedRows rows;
    std::vector<QString> labels;
    std::vector<DatasetItem> items;
    for (std::size_t i = 0; i < chosen.images.size(); ++i) {
        const AuditedImage& image = set.images[chosen.images[i]];
        const std::vector<float>& row = rowOf(image);
        if (row.empty())
            continue;
        rows.width = row.size();
        rows.values.insert(rows.values.end(), row.begin(), row.end());
        labels.push_back(chosen.names[i]);
        items.push_back(image.item);
    }
    rows.labels = numbered(labels);
    rows.patients = numbered(dealingKeys(items));
    rows.classes
        = rows.labels.empty() ? 0 : 1 + *std::max_element(rows.labels.begin(), rows.labels.end());
    return rows;
}

Chosen everyImage(const AuditedSet& set)
{
    Chosen chosen{{}, set.classes};
    for (std::size_t i = 0; i < set.images.size(); ++i)
        chosen.images.push_back(i);
    return chosen;
}

std::map<QString, Chosen> imagesBySource(const AuditedSet& set)
{
    std::map<QString, Chosen> bySource;
    for (std::size_t i = 0; i < set.images.size(); ++i) {
        const QString& source = set.images[i].item.source;
        if (source.isEmpty())
            continue;
        bySource[source].images.push_back(i);
        bySource[source].names.push_back(set.classes[i]);
    }
    return bySource;
}

/// Why the rows cannot be tested, or empty. `what` is "class" or "source".
QString hindrance(const AuditedRows& rows, const QString& what)
{
    if (rows.labels.empty())
        return u"there is no image for it"_s;
    if (rows.classes < 2)
        return u"there is only one %1"_s.arg(what);
    std::vector<std::set<int>> patients(static_cast<std::size_t>(rows.classes));
    std::vector<int> counts(static_cast<std::size_t>(rows.classes));
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
        patients[static_cast<std::size_t>(rows.labels[i])].insert(rows.patients[i]);
        ++counts[static_cast<std::size_t>(rows.labels[i])];
    }
    if (*std::min_element(counts.begin(), counts.end()) < fewestOfClass)
        return u"a %1 has fewer than %2 images"_s.arg(what).arg(fewestOfClass);
    for (const auto& of : patients)
        if (of.size() < fewestPatients)
            return u"a %1 has fewer than %2 patients"_s.arg(what).arg(fewestPatients);
    return {};
}

QString notPossible(const QString& title, const QString& reason)
{
    return u"\"%1\" could not be tested: %2."_s.arg(title, reason);
}

AuditTest tested(const QString& name, const QString& title, const AuditedRows& rows,
                 const QString& what, std::uint64_t seed)
{
    AuditTest test{name, title, {}, static_cast<int>(rows.labels.size()), {}};
    const QString reason = hindrance(rows, what);
    if (reason.isEmpty())
        test.auc = meanAuc(crossValidated(rows, seed), rows, seed);
    else
        test.notTested = notPossible(title, reason);
    return test;
}

/// Without lungs there are no rows, and the missing lungs are the better reason.
QString whyNoLungs(bool hasLungs)
{
    return hasLungs ? u"no lungs were found in any image"_s
                    : u"the program has no model that finds lungs"_s;
}

/// AUC of the model's own answers for some images, among the classes that occur in them.
Interval ownAuc(const AuditedSet& set, const Chosen& chosen, const AuditedRows& rows,
                const ModelManifest& manifest)
{
    const std::set<QString> present(chosen.names.begin(), chosen.names.end());
    std::vector<std::size_t> places; // in the order of the names, as the labels are
    for (const QString& name : present)
        for (std::size_t k = 0; k < manifest.classes.size(); ++k)
            if (manifest.classes[k].name == name)
                places.push_back(k);
    std::vector<std::vector<double>> probabilities;
    for (const std::size_t i : chosen.images) {
        double sum = 1e-12;
        std::vector<double> row;
        for (const std::size_t k : places) {
            row.push_back(static_cast<double>(set.images[i].probabilities[k]));
            sum += row.back();
        }
        for (double& value : row)
            value /= sum;
        probabilities.push_back(std::move(row));
    }
    return meanAuc(probabilities, rows, set.seed);
}

QString quoted(const QStringList& names)
{
    constexpr qsizetype shown = 10;
    QString text = u"\"%1\""_s.arg(names.mid(0, shown).join(u"\", \""_s));
    if (names.size() > shown)
        text += u" and %1 more"_s.arg(names.size() - shown);
    return text;
}

} // namespace

void addClassTests(const AuditedSet& set, bool hasLungs, AuditReport& report)
{
    struct Plan
    {
        RowOf rowOf;
        const char* name;
        const char* title;
    };
    constexpr Plan plans[]
        = {{featuresOf<Alteration::Whole>, "whole", "Whole picture"},
           {featuresOf<Alteration::Border>, "border", "Border alone"},
           {featuresOf<Alteration::LungsBlanked>, "lungs_blanked", "Lungs blanked"},
           {featuresOf<Alteration::Thumbnail>, "thumbnail", "Thumbnail of 32 x 32"},
           {featuresOf<Alteration::Corners>, "corners", "Corners alone"},
           {factsOf, "facts", "Brightness, sharpness and size, without the network"}};
    const Chosen everything = everyImage(set);
    for (const Plan& plan : plans) {
        const AuditedRows rows = rowsOf(set, everything, plan.rowOf);
        report.tests.push_back(tested(QString::fromLatin1(plan.name),
                                      QString::fromLatin1(plan.title), rows, u"class"_s, set.seed));
        AuditTest& test = report.tests.back();
        if (test.name == u"lungs_blanked" && rows.labels.empty())
            test.notTested = notPossible(test.title, whyNoLungs(hasLungs));
    }
}

void addSourceTest(const AuditedSet& set, AuditReport& report)
{
    const QString title = u"Source from the model's features"_s;
    Chosen known;
    QStringList small;
    for (const auto& [source, chosen] : imagesBySource(set)) {
        if (static_cast<int>(chosen.images.size()) < fewestOfClass) {
            small.append(source);
            continue;
        }
        known.images.insert(known.images.end(), chosen.images.begin(), chosen.images.end());
        known.names.resize(known.images.size(), source);
    }
    report.tests.push_back(tested(u"source"_s, title,
                                  rowsOf(set, known, featuresOf<Alteration::Whole>), u"source"_s,
                                  set.seed));
    AuditTest& test = report.tests.back();
    if (known.images.empty() && small.isEmpty())
        test.notTested
            = notPossible(title, u"the data set does not say where its images come from"_s);
    if (!small.isEmpty())
        report.notTested.append(u"Left out of \"%1\", with fewer than %2 images: %3."_s.arg(title)
                                    .arg(fewestOfClass)
                                    .arg(quoted(small)));
}

void addSourceResults(const AuditedSet& set, const ModelManifest& manifest, bool knowsClasses,
                      AuditReport& report)
{
    QStringList untested;
    for (const auto& [source, chosen] : imagesBySource(set)) {
        const AuditedRows rows = rowsOf(set, chosen, factsOf);
        if (!hindrance(rows, {}).isEmpty()) {
            untested.append(source);
            continue;
        }
        report.factsBySource[source] = meanAuc(crossValidated(rows, set.seed), rows, set.seed);
        if (knowsClasses)
            report.aucBySource[source] = ownAuc(set, chosen, rows, manifest);
    }
    if (!untested.isEmpty())
        report.notTested.append(
            u"Nothing could be tested within a source of one class, or with fewer "
            "than %1 images or %2 patients of a class: %3."_s.arg(fewestOfClass)
                .arg(fewestPatients)
                .arg(quoted(untested)));
}

MarkerTest markerTest(const std::vector<AuditedImage>& images)
{
    MarkerTest test;
    test.images = static_cast<int>(images.size());
    for (const AuditedImage& image : images) {
        const std::vector<float>& before = image.withoutMarkers;
        const std::vector<float>& after = image.withMarkers;
        const auto likeliest = std::max_element(before.begin(), before.end()) - before.begin();
        const auto k = static_cast<std::size_t>(likeliest);
        test.meanChange += std::abs(static_cast<double>(after[k] - before[k]));
        test.labelChanged
            += std::max_element(after.begin(), after.end()) - after.begin() != likeliest;
    }
    test.meanChange /= std::max(test.images, 1);
    test.labelChanged /= std::max(test.images, 1);
    return test;
}

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/dataset_evaluation.h"

#include "core/dataset/copies.h"
#include "core/dataset/patient_key.h"
#include "core/imaging/read_limits.h"
#include "core/isolation/decoding_service.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

Error unusable(const QString& message)
{
    return {ErrorCode::DatasetUnusable, message, u"dataset"_s};
}

QStringList namesOf(const std::vector<ModelClass>& classes)
{
    QStringList names;
    for (const ModelClass& entry : classes)
        names.append(entry.name);
    return names;
}

bool isTestItem(const DatasetItem& item)
{
    return item.split == u"test"_s;
}

Result<std::vector<DatasetItem>> chosenItems(const EvaluationRequest& request, QStringList& notes)
{
    const std::vector<DatasetItem>& all = request.dataset.items;
    if (request.side == EvaluatedSide::All)
        return all;
    std::vector<DatasetItem> test;
    std::copy_if(all.begin(), all.end(), std::back_inserter(test), isTestItem);
    const bool automatic = request.side == EvaluatedSide::Automatic;
    if (test.empty() && !automatic)
        return unusable(
            u"No image of the data set names the split \"test\". Put the test images in a folder "
            "\"test\", or add a column \"split\" to the manifest, or evaluate on all images "
            "(--split all)."_s);
    if (test.empty())
        return all;
    if (automatic && test.size() < all.size())
        notes.append(u"Only the %1 images of the split \"test\" were used; %2 others "
                     "were left out."_s.arg(test.size())
                         .arg(all.size() - test.size()));
    return test;
}

/// Turns the data set's class indices into the model's.
Result<void> matchClasses(std::vector<DatasetItem>& items, const QStringList& ofDataset,
                          const QStringList& ofModel)
{
    std::set<QString> unknown;
    for (DatasetItem& item : items) {
        const QString& name = ofDataset[item.label];
        item.label = static_cast<int>(ofModel.indexOf(name));
        if (item.label < 0)
            unknown.insert(name);
    }
    if (unknown.empty())
        return {};
    const QStringList names(unknown.begin(), unknown.end());
    return unusable(
        u"The data set has images labelled \"%1\", and the model knows only the "
        "classes \"%2\". Leave them out (--where label=CLASS,...), or relabel them."_s.arg(
            names.join(u"\", \""_s), ofModel.join(u"\", \""_s)));
}

/// Pseudonyms by file, collected by the threads that decode.
class DicomPatients
{
public:
    void add(const QString& file, const QString& patientId)
    {
        if (patientId.isEmpty())
            return;
        const std::lock_guard lock(m_mutex);
        m_keys.emplace(file, pseudonym(patientId));
    }

    void fillIn(std::vector<ScoredItem>& items) const
    {
        for (ScoredItem& scored : items)
            if (const auto key = m_keys.find(scored.item.file);
                key != m_keys.end() && scored.item.patient.isEmpty())
                scored.item.patient = key->second;
    }

private:
    std::mutex m_mutex;
    std::map<QString, QString> m_keys;
};

InputOf inputNotingPatients(const Preprocessor& preprocessor, DicomPatients& patients,
                            const CancelToken& cancel)
{
    return [preprocessor, &patients, cancel](const DatasetItem& item) -> Result<NetworkInput> {
        const auto reduced = decoding().reduced(item.file, preprocessor.readSize(), cancel);
        if (!reduced)
            return reduced.error();
        patients.add(item.file, reduced->radiograph.patientId);
        return preprocessor(*reduced);
    };
}

int imagesOfCommonestPatient(const ModelResults& results)
{
    std::map<QString, int> images;
    int most = 0;
    for (const ScoredItem& scored : results.test.items)
        if (!scored.item.patient.isEmpty())
            most = std::max(most, ++images[scored.item.patient]);
    return most;
}

void noteWhatLimitsTheResults(const ModelResults& results, QStringList& notes)
{
    if (!results.knowsPatients)
        notes.append(u"Some images name no patient. Each of them counts as a patient "
                     "of its own, so the intervals may be too narrow, and nobody "
                     "can tell whether the model was trained on the same people."_s);
    const auto images = static_cast<int>(results.test.items.size());
    if (const int shared = imagesOfCommonestPatient(results); looksConstant(shared, images))
        notes.append(u"%1 of %2 images have the same patient key, as files do from "
                     "which the patient was erased: if they are of several people, "
                     "the intervals are too wide."_s.arg(shared)
                         .arg(images));
    std::set<int> seen;
    for (const ScoredItem& scored : results.test.items)
        seen.insert(scored.item.label);
    QStringList missing;
    for (std::size_t i = 0; i < results.manifest.classes.size(); ++i)
        if (!seen.count(static_cast<int>(i)))
            missing.append(results.manifest.classes[i].name);
    if (!missing.isEmpty())
        notes.append(u"There are no images of \"%1\"; figures that need some are not known."_s.arg(
            missing.join(u"\", \""_s)));
}

} // namespace

Result<DatasetEvaluation> evaluateDataset(const Classifier& classifier,
                                          const EvaluationRequest& request,
                                          const CancelToken& cancel, const Progress& progress)
{
    DatasetEvaluation evaluation;
    ModelResults& results = evaluation.results;
    results.manifest = classifier.manifest();
    results.dataFolder = request.dataFolder;
    auto items = chosenItems(request, evaluation.notes);
    if (!items)
        return items.error();
    if (auto matched
        = matchClasses(*items, request.dataset.classes, namesOf(results.manifest.classes));
        !matched)
        return matched.error();

    const auto contents = contentsOf(*items, cancel);
    if (!contents)
        return contents.error();
    const Copies copies = removeCopies(*items, *contents, namesOf(results.manifest.classes));
    if (const QString text = copiesText(copies); !text.isEmpty())
        evaluation.notes << text;

    DicomPatients patients;
    const Preprocessor& preprocessor = classifier.preprocessor();
    const InputOf inputOf = request.patientsFromDicom
        ? inputNotingPatients(preprocessor, patients, cancel)
        : inputFromFile(preprocessor, cancel);
    auto scores = score(classifier, inputOf, TestItems{std::move(*items)}, cancel, progress);
    if (!scores)
        return scores.error();
    results.test = std::move(*scores);
    for (const UnreadableFile& file : copies.contradictory)
        results.test.unreadable << u"%1: %2"_s.arg(file.file, file.reason);
    if (results.test.items.empty())
        return unusable(u"None of the %1 images can be read. The first: %2"_s
                            .arg(results.test.unreadable.size())
                            .arg(results.test.unreadable.value(0)));
    patients.fillIn(results.test.items);
    results.knowsPatients
        = std::none_of(results.test.items.begin(), results.test.items.end(),
                       [](const ScoredItem& scored) { return scored.item.patient.isEmpty(); });
    noteWhatLimitsTheResults(results, evaluation.notes);
    return evaluation;
}

} // namespace ccad

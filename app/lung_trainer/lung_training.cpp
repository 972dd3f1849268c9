// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_training.h"

#include "app/lung_trainer/lung_card.h"
#include "app/lung_trainer/lung_fit.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/lungs/lungs.h"
#include "core/torch/runtime_torch.h"

#include <algorithm>
#include <optional>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// A mask that the teacher is unsure of would teach guesses. Good ones have 0.8 to 0.87: their
/// edges fade.
constexpr double leastCertainty = 0.75;

using Images = std::vector<const LungImage*>;

class LungTrainer
{
public:
    LungTrainer(const LungTrainingRequest& request, const CancelToken& cancel,
                const Progress& progress)
        : m_request(request), m_cancel(cancel), m_progress(progress)
    {
    }

    Result<LungTrainingOutcome> run()
    {
        if (auto read = readAll(); !read)
            return read.error();
        const auto teacher = trained(teacherImages(), m_request.teacherEpochs, 1, "Teacher");
        if (!teacher)
            return teacher.error();
        m_outcome.trainingMasks = static_cast<int>(teacherImages().size());
        m_outcome.teacher = scoresOf(**teacher);
        const auto student
            = trained(taughtImages(**teacher), m_request.studentEpochs, 2, "Student");
        if (!student)
            return student.error();
        m_outcome.student = scoresOf(**student);
        describe();
        return std::move(m_outcome);
    }

private:
    Result<void> readAll()
    {
        auto rows = readLungRows(m_request.manifest);
        if (!rows)
            return rows.error();
        m_heldOut = heldOutPatients(*rows, m_request.heldOut, m_request.seed);
        if (m_heldOut.empty())
            return Error{
                ErrorCode::DatasetUnusable,
                u"%1 has too few patients with masks to hold some out."_s.arg(m_request.manifest),
                m_request.manifest};
        std::erase_if(
            *rows, [](const LungRow& row) { return row.mask.isEmpty() && !row.redistributable; });
        auto images = readLungImages(*rows, m_spec, m_cancel);
        if (!images)
            return images.error();
        m_images = std::move(images->images);
        m_outcome.unreadable = images->unreadable;
        auto base = readWeights(m_request.baseWeights);
        if (!base)
            return base.error();
        m_base = std::move(*base);
        return {};
    }

    [[nodiscard]] bool isHeldOut(const LungImage& image) const
    {
        return m_heldOut.contains(image.row.patient);
    }

    [[nodiscard]] Images teacherImages() const
    {
        Images images;
        for (const LungImage& image : m_images)
            if (!image.mask.pixels.empty() && !isHeldOut(image))
                images.push_back(&image);
        return images;
    }

    /// Gives the images that the student learns their targets.
    Images taughtImages(const LungSegmenter& teacher)
    {
        std::vector<std::optional<LungMask>> masks(m_images.size());
        parallelFor(m_images.size(), [&](std::size_t i) {
            if (!m_images[i].row.redistributable || isHeldOut(m_images[i]))
                return;
            if (auto mask = teacher.segment(m_images[i].input))
                masks[i] = std::move(*mask);
        });
        Images images;
        for (std::size_t i = 0; i < m_images.size(); ++i) {
            if (!masks[i])
                continue;
            LungSourceCount& count = m_outcome.sources[m_images[i].row.source];
            const LungShape shape = shapeOf(*masks[i]);
            if (!shape.isPlausible() || shape.certainty < leastCertainty) {
                ++count.implausible;
                continue;
            }
            ++count.used;
            teach(m_images[i], *masks[i]);
            images.push_back(&m_images[i]);
        }
        return images;
    }

    void teach(LungImage& image, const LungMask& mask) const
    {
        const int side = largeSide(m_spec);
        image.target.clear();
        for (const float value : enlarged(mask, side, side))
            image.target.push_back(static_cast<std::uint8_t>(value * 255 + 0.5F));
    }

    /// Learns and leaves the weights in the outcome's package.
    Result<std::unique_ptr<LungSegmenter>> trained(const Images& images, int epochs,
                                                   std::uint64_t part, const char* who)
    {
        LungFit fit;
        fit.epochs = epochs;
        fit.batch = m_request.batch;
        fit.seed = derivedSeed(m_request.seed, part);
        fit.augmentation = lungAugmentation();
        if (images.size() < static_cast<std::size_t>(fit.batch))
            return Error{ErrorCode::DatasetUnusable,
                         u"%1 images are too few to train a lung network on."_s.arg(images.size()),
                         m_request.manifest};
        const Progress report = [&](qint64 done, qint64 total, const QString& what) {
            if (m_progress)
                m_progress(done, total, QLatin1String(who) + u": "_s + what);
        };
        auto weights = fitLungs(m_network, m_base, images, fit, m_cancel, report);
        if (!weights)
            return weights.error();
        LungManifest& manifest = m_outcome.package.manifest;
        manifest.name = u"ccad-lungs"_s;
        manifest.version = m_request.version;
        manifest.network = m_network;
        manifest.preprocess = m_spec;
        m_outcome.package.weights = std::move(*weights);
        return LungSegmenter::create(m_outcome.package);
    }

    [[nodiscard]] LungScores scoresOf(const LungSegmenter& segmenter) const
    {
        LungScores scores;
        for (const LungImage& image : m_images) {
            if (image.mask.pixels.empty() || !isHeldOut(image))
                continue;
            const auto mask = segmenter.segment(image.input);
            if (!mask)
                continue;
            scores.images.push_back({image.row.file, image.row.patient, image.row.view,
                                     diceOf(*mask, image.mask), shapeOf(*mask).isPlausible()});
        }
        return scores;
    }

    void describe()
    {
        m_outcome.package.manifest.provenance = lungProvenance(m_request, m_outcome);
        m_outcome.package.card = lungCard(m_request, m_outcome);
    }

    const LungTrainingRequest& m_request;
    const CancelToken& m_cancel;
    const Progress& m_progress;
    const PreprocessSpec m_spec;
    const LungNetworkSpec m_network;
    WeightMap m_base;
    std::vector<LungImage> m_images;
    std::set<QString> m_heldOut;
    LungTrainingOutcome m_outcome;
};

} // namespace

std::set<QString> heldOutPatients(const std::vector<LungRow>& rows, double share,
                                  std::uint64_t seed)
{
    std::set<QString> sorted;
    for (const LungRow& row : rows)
        if (!row.mask.isEmpty())
            sorted.insert(row.patient);
    std::vector<QString> patients(sorted.begin(), sorted.end());
    Random random(seed);
    random.shuffle(patients);
    const auto count
        = static_cast<std::ptrdiff_t>(share * static_cast<double>(patients.size()) + 0.5);
    return {patients.begin(), patients.begin() + count};
}

Result<LungTrainingOutcome> trainLungs(const LungTrainingRequest& request,
                                       const CancelToken& cancel, const Progress& progress)
{
    try {
        useAllCores();
        keepFreedMemory();
        return LungTrainer(request, cancel, progress).run();
    } catch (const std::exception& failure) {
        return Error{
            ErrorCode::Internal,
            u"The lung network could not be trained: %1"_s.arg(QString::fromUtf8(failure.what())),
            request.manifest};
    }
}

} // namespace ccad

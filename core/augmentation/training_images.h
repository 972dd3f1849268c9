// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/augmentation/augmentation.h"
#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/dataset/patient_split.h"
#include "core/evaluation/scoring.h"
#include "core/preprocess/preprocessor.h"

#include <QStringList>

#include <map>
#include <memory>
#include <span>

namespace ccad {

class PictureStore;

/// A training item whose picture is at hand. Only TrainingImages::trainingItems makes one, from
/// TrainingItems, and only such an item can be augmented: validation and test images never are.
/// Points into those TrainingItems.
class TrainingItem
{
public:
    [[nodiscard]] const DatasetItem& operator*() const { return *m_item; }
    [[nodiscard]] const DatasetItem* operator->() const { return m_item; }

private:
    friend class TrainingImages;
    explicit TrainingItem(const DatasetItem& item) : m_item(&item) { }
    const DatasetItem* m_item;
};

/// The decoded pictures of a data set, kept small for repeated passes: in memory up to a limit,
/// beyond it in a temporary file whose pages the system may drop. Reading from it is thread-safe.
class TrainingImages
{
public:
    static constexpr std::size_t defaultMemoryLimit = std::size_t{512} << 20; ///< bytes

    /// Reads every file once, on all cores, by the same reader and preprocessing as the viewer, and
    /// keeps a second copy a quarter larger than the network's input, so that zooming in loses
    /// little. Crop, harmonisation and blanking, where the spec asks for them, are done now, hence
    /// before the random changes. Files that cannot be read are left out and named in `unreadable`
    /// as "file: reason", in the order of the items. Progress comes from several threads, one at a
    /// time. Errors: Cancelled; DatasetUnusable when all fail; WriteFailed (temporary file); those
    /// of preprocessorFor(); Internal.
    [[nodiscard]] static Result<TrainingImages> load(const std::vector<DatasetItem>& items,
                                                     const PreprocessSpec& spec,
                                                     const CancelToken& cancel,
                                                     const Progress& progress,
                                                     std::size_t memoryLimit = defaultMemoryLimit);
    /// Reads nothing yet: all items count as contained. Until read(), ask nothing about their
    /// pictures but trainingItems().
    [[nodiscard]] static TrainingImages unread(const std::vector<DatasetItem>& items,
                                               const PreprocessSpec& spec);
    [[nodiscard]] bool isRead() const { return m_store != nullptr; }
    /// Reads as load() does; does nothing when the pictures have been read.
    [[nodiscard]] Result<void> read(const CancelToken& cancel, const Progress& progress,
                                    std::size_t memoryLimit = defaultMemoryLimit);

    TrainingImages(TrainingImages&&) noexcept;
    TrainingImages& operator=(TrainingImages&&) noexcept;
    ~TrainingImages();

    /// Centres all inputs from now on as the augmentation asks. The constant comes from training
    /// images alone. Returns the spec that prediction has to repeat: the trained model's package
    /// and whatever scores its test images must use it.
    [[nodiscard]] PreprocessSpec centre(const Augmentation& augmentation,
                                        const TrainingItems& items);
    /// Mean grey, 0..1, of the inputs of the contained items; 0 without any.
    [[nodiscard]] double meanGrey(const TrainingItems& items) const;

    [[nodiscard]] bool contains(const DatasetItem& item) const;
    /// The input exactly as the viewer feeds it to the network. Only for contained items.
    [[nodiscard]] NetworkInput input(const DatasetItem& item) const;
    /// input() for scoreItems; items that are not contained give an error. Must not outlive *this.
    [[nodiscard]] InputOf inputs() const;

    /// The contained items, in their order. `items` must outlive the result.
    [[nodiscard]] std::vector<TrainingItem> trainingItems(const TrainingItems& items) const;
    [[nodiscard]] std::vector<TrainingItem> trainingItems(TrainingItems&&) const = delete;
    /// A randomly changed copy; input() when the augmentation changes nothing at random.
    [[nodiscard]] NetworkInput augmentedInput(const TrainingItem& item,
                                              const Augmentation& augmentation,
                                              Random& random) const;
    /// Changed copies for a batch, made on all cores. Image i draws from derivedSeed(seed, i), so
    /// that the number of cores changes nothing.
    [[nodiscard]] std::vector<NetworkInput> augmentedInputs(std::span<const TrainingItem> items,
                                                            const Augmentation& augmentation,
                                                            std::uint64_t seed) const;

    [[nodiscard]] const QStringList& unreadable() const { return m_unreadable; }

private:
    struct Picture
    {
        std::size_t record = 0; ///< in the store: 16-bit greys of the input, then 8-bit larger ones
        InputPlace place;
    };
    class Loading;

    explicit TrainingImages(const PreprocessSpec& spec);
    [[nodiscard]] std::span<const std::uint16_t> plainGreys(const Picture& picture) const;
    [[nodiscard]] std::span<const std::uint8_t> largeGreys(const Picture& picture) const;

    PreprocessSpec m_loadedSpec;
    std::vector<QString> m_files; ///< files of the items, each once, in their order
    PreprocessSpec m_spec; ///< m_loadedSpec, centred
    std::map<QString, Picture> m_pictures; ///< by file; meaningless before read()
    std::unique_ptr<PictureStore> m_store;
    QStringList m_unreadable;
};

} // namespace ccad

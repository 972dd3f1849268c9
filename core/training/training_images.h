// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/preprocess/preprocessor.h"
#include "core/training/augmentation.h"
#include "core/evaluation/scoring.h"

#include <QStringList>

#include <map>

namespace ccad {

/// The decoded pictures of a data set, kept small and in memory for repeated passes.
class TrainingImages
{
public:
    /// Reads every file once by the same reader and preprocessing as the viewer, a quarter larger
    /// than the network's input so that zooming in loses nothing. Files that cannot be read are
    /// left out and named in `unreadable` as "file: reason". Errors: Cancelled; DatasetUnusable
    /// when all fail.
    [[nodiscard]] static Result<TrainingImages> load(const std::vector<DatasetItem>& items,
                                                     const PreprocessSpec& spec,
                                                     const CancelToken& cancel,
                                                     const Progress& progress);

    [[nodiscard]] bool contains(const DatasetItem& item) const;
    /// Exactly what the viewer would feed the network. Only for items that are contained.
    [[nodiscard]] NetworkInput input(const DatasetItem& item) const;
    /// input() for scoreItems; items that are not contained give an error. Must not outlive *this.
    [[nodiscard]] InputOf inputs() const;
    /// A randomly changed copy, in the spec's range.
    [[nodiscard]] NetworkInput
    augmentedInput(const DatasetItem& item, const Augmentation& augmentation, Random& random) const;
    [[nodiscard]] const QStringList& unreadable() const { return m_unreadable; }

private:
    struct Picture
    {
        std::vector<std::uint16_t> plain; ///< grey at the network's input size
        TrainingImage large;
        double imageLeft = 0;
        double imageTop = 0;
        double imageWidth = 0;
        double imageHeight = 0;
    };
    [[nodiscard]] static Picture prepare(const Radiograph& radiograph, const PreprocessSpec& spec);

    PreprocessSpec m_spec;
    std::map<QString, Picture> m_pictures;
    QStringList m_unreadable;
};

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset_index.h"
#include "ui/jobs/training_job.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QSpinBox;

namespace ccad {

class AugmentationPreviewPanel;
class BaseWeights;
class ModelLibrary;
class OutputFields;
class RecipeFields;

/// The second step: how to train, from which weights, with which split, and where to keep the
/// model.
class RecipeStep final : public QWidget
{
    Q_OBJECT
public:
    explicit RecipeStep(const ModelLibrary& models, QWidget* parent = nullptr);

    /// Sets what the first step has found.
    void setDataset(std::shared_ptr<const DatasetIndex> index);
    /// The training to run on that data; call it only when problem() is empty.
    [[nodiscard]] TrainingSetup setup(Dataset dataset, const QStringList& concerns) const;
    /// Why nothing can be trained like this, a sentence; empty: nothing is in the way.
    [[nodiscard]] QString problem() const;
    /// "paper, 10 + 31 epochs"
    [[nodiscard]] QString stateLine() const;

    [[nodiscard]] RecipeFields& recipe() { return *m_recipe; }
    [[nodiscard]] BaseWeights& base() { return *m_base; }
    [[nodiscard]] OutputFields& output() { return *m_output; }
    [[nodiscard]] AugmentationPreviewPanel& preview() { return *m_preview; }
    /// Call it after a training: the next one gets a name of its own.
    void suggestName();

Q_SIGNALS:
    void changed();

private:
    QWidget* makeSplitFields();
    QWidget* makeColumn(const QList<QWidget*>& parts);
    void onChanged();
    void updatePreview();

    std::shared_ptr<const DatasetIndex> m_index; ///< may be null
    RecipeFields* m_recipe;
    BaseWeights* m_base;
    OutputFields* m_output;
    AugmentationPreviewPanel* m_preview;
    QSpinBox* m_validation; ///< percent
    QSpinBox* m_test; ///< percent
    QComboBox* m_positive;
    QSpinBox* m_seed;
    QLabel* m_splitText;
};

} // namespace ccad

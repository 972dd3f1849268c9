// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ccad {

/// How a model is trained: one of the recipes, each of whose numbers can be changed.
class RecipeFields final : public QWidget
{
    Q_OBJECT
public:
    explicit RecipeFields(QWidget* parent = nullptr);

    /// The recipe with the user's changes.
    [[nodiscard]] TrainingRecipe recipe() const;
    /// The input size in pixels; 0: as the base weights have it.
    [[nodiscard]] int inputSize() const;
    /// True when a number differs from the recipe of that name.
    [[nodiscard]] bool isChanged() const;
    /// Why the fields cannot be used, a sentence; empty when they can.
    [[nodiscard]] QString problem() const;
    void reset();

Q_SIGNALS:
    void changed();

private:
    void makeFields();
    void makePreprocessing();
    void makeLayout();
    void addRow(QFormLayout* form, const QString& caption, QWidget* field);
    [[nodiscard]] TrainingRecipe namedRecipe() const;
    void fillIn(const TrainingRecipe& recipe);
    void onEdited();

    QComboBox* m_name;
    QLabel* m_changed;
    QPushButton* m_reset;
    QLabel* m_optimizer;
    QSpinBox* m_headEpochs;
    QLineEdit* m_headRate;
    QSpinBox* m_fineTuneEpochs;
    QLineEdit* m_fineTuneRate;
    QDoubleSpinBox* m_dropout;
    QSpinBox* m_batch;
    QComboBox* m_inputSize;
    QSpinBox* m_patience;
    QCheckBox* m_classWeights;
    QComboBox* m_crop;
    QComboBox* m_harmonise;
    QComboBox* m_outside;
    QComboBox* m_augmentation;
    QCheckBox* m_augmentHead;
    bool m_isShowing = false; ///< fields are being filled, not edited
};

} // namespace ccad

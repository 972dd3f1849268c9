// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/recipe_fields.h"

#include "ui/widgets/number_fields.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostEpochs = 100000;
constexpr double lowestRate = 1e-9;
constexpr double highestRate = 10;

QLineEdit* makeRate(QWidget* parent)
{
    auto* edit = new QLineEdit(parent);
    edit->setValidator(new NumberValidator(lowestRate, highestRate, 12, edit));
    return edit;
}

/// 1e-05 rather than 0.00001, as papers write it.
QString rateText(double rate)
{
    return QString::number(rate, 'g', 6);
}

QString augmentationTitle(const QString& name)
{
    if (name == QLatin1String("none"))
        return RecipeFields::tr("None");
    if (name == QLatin1String("paper"))
        return RecipeFields::tr("Paper: upside down");
    if (name == QLatin1String("mild"))
        return RecipeFields::tr("Mild: still a radiograph");
    if (name == QLatin1String("robust"))
        return RecipeFields::tr("Robust: against shortcuts");
    return name;
}

QString recipeTitle(const QString& name)
{
    if (name == QLatin1String("paper"))
        return RecipeFields::tr("Paper, Adam");
    if (name == QLatin1String("paper-rmsprop"))
        return RecipeFields::tr("Paper, RMSprop");
    if (name == QLatin1String("robust"))
        return RecipeFields::tr("Robust");
    return name;
}

QString nameOf(const Augmentation& augmentation)
{
    for (const QString& name : augmentationNames())
        if (const auto known = augmentationByName(name); known && *known == augmentation)
            return name;
    return {};
}

bool isSame(const TrainingRecipe& a, const TrainingRecipe& b)
{
    return toJson(a) == toJson(b);
}

} // namespace

RecipeFields::RecipeFields(QWidget* parent)
    : QWidget(parent), m_name(new QComboBox(this)),
      m_changed(makeTextLabel(tr("Changed from the recipe"), "muted", this)),
      m_reset(makeButton(tr("&Reset"), "reset", this)),
      m_optimizer(makeTextLabel({}, "text", this)), m_headEpochs(new QSpinBox(this)),
      m_headRate(makeRate(this)), m_fineTuneEpochs(new QSpinBox(this)),
      m_fineTuneRate(makeRate(this)), m_dropout(new NumberBox(this)), m_batch(new QSpinBox(this)),
      m_inputSize(new QComboBox(this)), m_patience(new QSpinBox(this)),
      m_classWeights(new QCheckBox(tr("Weigh rare classes more"), this)),
      m_crop(new QComboBox(this)), m_harmonise(new QComboBox(this)), m_outside(new QComboBox(this)),
      m_augmentation(new QComboBox(this)),
      m_augmentHead(new QCheckBox(tr("Change images for the head, too (slower)"), this))
{
    setAccessibleName(tr("Recipe"));
    makeFields();
    makeLayout();
    connect(m_name, &QComboBox::currentIndexChanged, this, &RecipeFields::reset);
    connect(m_reset, &QPushButton::clicked, this, &RecipeFields::reset);
    for (QSpinBox* box : {m_headEpochs, m_fineTuneEpochs, m_batch, m_patience})
        connect(box, &QSpinBox::valueChanged, this, &RecipeFields::onEdited);
    for (QLineEdit* edit : {m_headRate, m_fineTuneRate})
        connect(edit, &QLineEdit::textChanged, this, &RecipeFields::onEdited);
    for (QComboBox* box : {m_inputSize, m_crop, m_harmonise, m_outside, m_augmentation})
        connect(box, &QComboBox::currentIndexChanged, this, &RecipeFields::onEdited);
    for (QCheckBox* box : {m_classWeights, m_augmentHead})
        connect(box, &QCheckBox::toggled, this, &RecipeFields::onEdited);
    connect(m_dropout, &QDoubleSpinBox::valueChanged, this, &RecipeFields::onEdited);
    reset();
}

void RecipeFields::makeFields()
{
    for (const QString& name : recipeNames())
        m_name->addItem(recipeTitle(name), name);
    for (const QString& name : augmentationNames())
        m_augmentation->addItem(augmentationTitle(name), name);
    for (QComboBox* box : {m_name, m_augmentation, m_inputSize, m_crop, m_harmonise, m_outside}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
    }
    makePreprocessing();
    m_inputSize->addItem(tr("As the base weights"), 0);
    m_inputSize->addItem(tr("224 pixels"), 224);
    m_inputSize->addItem(tr("128 pixels (faster)"), 128);
    m_headEpochs->setRange(0, mostEpochs);
    m_fineTuneEpochs->setRange(0, mostEpochs);
    m_batch->setRange(2, 4096);
    m_dropout->setRange(0, 0.95);
    m_dropout->setSingleStep(0.05);
    m_patience->setRange(0, 1000);
    m_patience->setSpecialValueText(tr("Never: all epochs are run"));
    m_patience->setSuffix(tr(" epochs"));
    m_dropout->setToolTip(tr("Share of features left out at random before the head. The paper: 0.3 "
                             "to 0.5."));
    m_batch->setToolTip(tr("Images a step. The paper: 30 and 32."));
    m_patience->setToolTip(
        tr("Ends a phase after so many epochs without a lower validation loss."));
    m_classWeights->setToolTip(tr("Each class counts the same in the loss, however few images it "
                                  "has."));
    m_classWeights->setAccessibleName(m_classWeights->text());
    m_augmentHead->setAccessibleName(m_augmentHead->text());
    m_augmentHead->setToolTip(tr("Features are computed anew in each epoch instead of once."));
}

void RecipeFields::makePreprocessing()
{
    using Lungs = LungPreparation;
    m_crop->addItem(tr("The whole picture"), cropName(Lungs::Crop::None));
    m_crop->addItem(tr("The lungs"), cropName(Lungs::Crop::Lungs));
    m_crop->setToolTip(tr("What the model sees. The lungs: a box around both, with a margin."));
    m_harmonise->addItem(tr("As they are"), harmoniseName(Lungs::Harmonise::None));
    m_harmonise->addItem(tr("Equalised"), harmoniseName(Lungs::Harmonise::Equalise));
    m_harmonise->addItem(tr("Equalised by the lungs"), harmoniseName(Lungs::Harmonise::Lungs));
    m_harmonise->addItem(tr("Ranks among the lungs"), harmoniseName(Lungs::Harmonise::LungRanks));
    m_harmonise->setToolTip(tr("Makes pictures from different machines alike, by the histogram of "
                               "the picture or of the lungs alone."));
    m_outside->addItem(tr("Kept"), outsideName(Lungs::Outside::Keep));
    m_outside->addItem(tr("Blanked"), outsideName(Lungs::Outside::Blank));
    m_outside->addItem(tr("Blanked, hulls kept"), outsideName(Lungs::Outside::BlankHulls));
    m_outside->setToolTip(tr("Blanked: grey, so that the model can learn nothing from it. Hulls "
                             "kept: what a consolidation hides of a lung stays."));
}

void RecipeFields::addRow(QFormLayout* form, const QString& caption, QWidget* field)
{
    field->setAccessibleName(caption);
    form->addRow(makeCaption(caption, field, this), field);
}

void RecipeFields::makeLayout()
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(spacing::large);
    form->setVerticalSpacing(spacing::medium);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(makeTextLabel(tr("Recipe"), "heading", this));
    addRow(form, tr("Recipe"), m_name);
    auto* changedRow = new QHBoxLayout;
    changedRow->addWidget(m_changed, 1);
    changedRow->addWidget(m_reset);
    for (QWidget* widget : {static_cast<QWidget*>(m_changed), static_cast<QWidget*>(m_reset)}) {
        // Keeps its place when it hides, so that nothing jumps.
        QSizePolicy policy = widget->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        widget->setSizePolicy(policy);
    }
    form->addRow(changedRow);
    form->addRow(makeCaption(tr("Optimiser"), m_optimizer, this), m_optimizer);
    addRow(form, tr("Epochs of the head"), m_headEpochs);
    addRow(form, tr("Learning rate of the head"), m_headRate);
    addRow(form, tr("Epochs of fine-tuning"), m_fineTuneEpochs);
    addRow(form, tr("Learning rate of fine-tuning"), m_fineTuneRate);
    addRow(form, tr("Dropout"), m_dropout);
    addRow(form, tr("Batch"), m_batch);
    addRow(form, tr("Input"), m_inputSize);
    addRow(form, tr("The model sees"), m_crop);
    addRow(form, tr("Greys"), m_harmonise);
    addRow(form, tr("Outside of the lungs"), m_outside);
    addRow(form, tr("Stop early after"), m_patience);
    form->addRow(m_classWeights);
    addRow(form, tr("Augmentation"), m_augmentation);
    form->addRow(m_augmentHead);
}

TrainingRecipe RecipeFields::namedRecipe() const
{
    return recipeByName(m_name->currentData().toString()).value();
}

void RecipeFields::reset()
{
    fillIn(namedRecipe());
    onEdited();
}

void RecipeFields::fillIn(const TrainingRecipe& recipe)
{
    m_isShowing = true;
    const QString optimizer
        = recipe.optimizer == TrainingRecipe::Optimizer::Adam ? u"Adam"_s : u"RMSprop"_s;
    setPlainText(m_optimizer,
                 recipe.weightDecay > 0
                     ? tr("%1, weight decay %2").arg(optimizer).arg(recipe.weightDecay)
                     : optimizer);
    m_headEpochs->setValue(recipe.headEpochs);
    m_headRate->setText(rateText(recipe.headLearningRate));
    m_fineTuneEpochs->setValue(recipe.fineTuneEpochs);
    m_fineTuneRate->setText(rateText(recipe.fineTuneLearningRate));
    m_dropout->setValue(recipe.dropout);
    m_batch->setValue(recipe.batch);
    m_inputSize->setCurrentIndex(0);
    m_patience->setValue(recipe.patience);
    m_classWeights->setChecked(recipe.classWeights);
    m_classWeights->setEnabled(!recipe.balanceGroups); // which does the same by choosing images
    m_augmentHead->setChecked(recipe.augmentHead);
    m_augmentation->setCurrentIndex(m_augmentation->findData(nameOf(recipe.augmentation)));
    m_crop->setCurrentIndex(m_crop->findData(cropName(recipe.lungs.crop)));
    m_harmonise->setCurrentIndex(m_harmonise->findData(harmoniseName(recipe.lungs.harmonise)));
    m_outside->setCurrentIndex(m_outside->findData(outsideName(recipe.lungs.outside)));
    m_isShowing = false;
}

TrainingRecipe RecipeFields::recipe() const
{
    TrainingRecipe recipe = namedRecipe();
    recipe.headEpochs = m_headEpochs->value();
    recipe.headLearningRate = m_headRate->text().toDouble();
    recipe.fineTuneEpochs = m_fineTuneEpochs->value();
    recipe.fineTuneLearningRate = m_fineTuneRate->text().toDouble();
    recipe.dropout = m_dropout->value();
    recipe.batch = m_batch->value();
    recipe.patience = m_patience->value();
    recipe.classWeights = m_classWeights->isChecked();
    recipe.augmentHead = m_augmentHead->isChecked();
    LungPreparation& lungs = recipe.lungs;
    lungs.crop = cropByName(m_crop->currentData().toString()).value_or(lungs.crop);
    lungs.harmonise
        = harmoniseByName(m_harmonise->currentData().toString()).value_or(lungs.harmonise);
    lungs.outside = outsideByName(m_outside->currentData().toString()).value_or(lungs.outside);
    if (const auto known = augmentationByName(m_augmentation->currentData().toString()))
        recipe.augmentation = *known;
    return recipe;
}

int RecipeFields::inputSize() const
{
    return m_inputSize->currentData().toInt();
}

bool RecipeFields::isChanged() const
{
    return inputSize() != 0 || !isSame(recipe(), namedRecipe());
}

QString RecipeFields::problem() const
{
    for (const QLineEdit* edit : {m_headRate, m_fineTuneRate})
        if (!edit->hasAcceptableInput())
            return tr("The learning rate \"%1\" is no number from 1e-9 to 10.").arg(edit->text());
    if (m_headEpochs->value() + m_fineTuneEpochs->value() == 0)
        return tr("Without any epoch nothing is learnt.");
    return {};
}

void RecipeFields::onEdited()
{
    if (m_isShowing)
        return;
    const bool changedNow = isChanged();
    m_changed->setVisible(changedNow);
    m_reset->setVisible(changedNow);
    m_fineTuneRate->setEnabled(m_fineTuneEpochs->value() > 0);
    m_headRate->setEnabled(m_headEpochs->value() > 0);
    Q_EMIT changed();
}

} // namespace ccad

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/recipe_step.h"

#include "ui/training/internal/augmentation_preview_panel.h"
#include "ui/training/internal/base_weights.h"
#include "ui/training/internal/output_fields.h"
#include "ui/training/internal/recipe_fields.h"
#include "ui/widgets/scroll.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QSpinBox>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int previewFiles = 3;
constexpr int previewCopies = 3;

bool names(const Dataset& dataset, const QString& split)
{
    return std::any_of(dataset.items.begin(), dataset.items.end(),
                       [&split](const DatasetItem& item) { return item.split == split; });
}

/// One image of each class in turn, from the middle of the set.
QStringList someFiles(const Dataset& dataset, int count)
{
    QStringList files;
    const auto classes = std::max<int>(1, int(dataset.classes.size()));
    for (int i = 0; i < count; ++i) {
        std::vector<const DatasetItem*> ofClass;
        for (const DatasetItem& item : dataset.items)
            if (item.label == i % classes)
                ofClass.push_back(&item);
        if (!ofClass.empty())
            files << ofClass[ofClass.size() * size_t(i + 1) / size_t(count + 1)]->file;
    }
    files.removeDuplicates();
    return files;
}

} // namespace

RecipeStep::RecipeStep(const ModelLibrary& models, QWidget* parent)
    : QWidget(parent), m_recipe(new RecipeFields(this)), m_base(new BaseWeights(models, this)),
      m_output(new OutputFields(this)), m_preview(new AugmentationPreviewPanel(this)),
      m_validation(new QSpinBox(this)), m_test(new QSpinBox(this)), m_positive(new QComboBox(this)),
      m_seed(new QSpinBox(this)), m_splitText(makeTextLabel({}, "muted", this))
{
    setAccessibleName(tr("Recipe"));
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(makeColumn({m_recipe}), 8);
    columns->addWidget(makeColumn({m_output, m_base, makeSplitFields()}), 8);
    columns->addWidget(makeColumn({m_preview}), 9);
    connect(m_recipe, &RecipeFields::changed, this, &RecipeStep::onChanged);
    connect(m_base, &BaseWeights::changed, this, &RecipeStep::onChanged);
    connect(m_output, &OutputFields::changed, this, &RecipeStep::changed);
}

QWidget* RecipeStep::makeColumn(const QList<QWidget*>& parts)
{
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QWidget(scroll);
    column->setAccessibleName(parts.front()->accessibleName());
    scroll->setAccessibleName(column->accessibleName());
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(spacing::huge, spacing::large, spacing::huge, spacing::large);
    layout->setSpacing(spacing::huge);
    for (QWidget* part : parts)
        layout->addWidget(part);
    layout->addStretch(1);
    scroll->setWidget(column);
    makeTransparent(*scroll);
    scroll->setMinimumWidth(column->minimumSizeHint().width() + spacing::large);
    return scroll;
}

QWidget* RecipeStep::makeSplitFields()
{
    auto* fields = new QWidget(this);
    fields->setAccessibleName(tr("Split"));
    for (QSpinBox* share : {m_validation, m_test}) {
        share->setRange(1, 80);
        share->setValue(15);
        share->setSuffix(tr(" %"));
        connect(share, &QSpinBox::valueChanged, this, &RecipeStep::changed);
    }
    m_validation->setAccessibleName(tr("Share of validation images"));
    m_test->setAccessibleName(tr("Share of test images"));
    m_positive->setAccessibleName(tr("Class that the threshold is about"));
    m_positive->setToolTip(tr("The finding that the model is to detect"));
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(1);
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same seed, data and recipe give the same model."));
    connect(m_seed, &QSpinBox::valueChanged, this, &RecipeStep::onChanged);
    connect(m_positive, &QComboBox::currentIndexChanged, this, &RecipeStep::changed);

    auto* form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(spacing::large);
    form->setVerticalSpacing(spacing::medium);
    form->addRow(makeTextLabel(tr("Split and purpose"), "heading", fields));
    form->addRow(m_splitText);
    form->addRow(makeCaption(tr("For validation"), m_validation, fields), m_validation);
    form->addRow(makeCaption(tr("For the test"), m_test, fields), m_test);
    form->addRow(makeCaption(tr("Positive class"), m_positive, fields), m_positive);
    form->addRow(makeCaption(tr("Seed"), m_seed, fields), m_seed);
    return fields;
}

void RecipeStep::setDataset(std::shared_ptr<const DatasetIndex> index)
{
    m_index = std::move(index);
    if (!m_index)
        return;
    const Dataset& dataset = m_index->dataset;
    QStringList shown;
    for (int i = 0; i < m_positive->count(); ++i)
        shown << m_positive->itemText(i);
    if (shown != dataset.classes) {
        m_positive->clear();
        m_positive->addItems(dataset.classes);
    }
    const bool hasTest = names(dataset, u"test"_s);
    const bool hasValidation = names(dataset, u"validation"_s);
    m_test->setEnabled(!hasTest);
    m_validation->setEnabled(!hasValidation);
    setPlainText(m_splitText,
                 hasTest && hasValidation ? tr("The data set names its test and validation images.")
                     : hasTest
                     ? tr("The data set names its test images; whole patients of the rest "
                          "are drawn for validation.")
                     : tr("Whole patients are drawn for each side, in the same "
                          "proportion of classes and sources."));
    suggestName();
    updatePreview();
}

void RecipeStep::suggestName()
{
    if (m_index)
        m_output->suggest(m_index->root, m_recipe->recipe().name);
}

void RecipeStep::onChanged()
{
    suggestName();
    updatePreview();
    Q_EMIT changed();
}

void RecipeStep::updatePreview()
{
    if (!m_index)
        return;
    AugmentationPreviewRequest request;
    request.files = someFiles(m_index->dataset, previewFiles);
    if (m_base->manifest())
        request.spec = m_base->manifest()->preprocess;
    if (m_recipe->inputSize() > 0)
        request.spec.inputSize = m_recipe->inputSize();
    const TrainingRecipe recipe = m_recipe->recipe();
    request.spec = preparedBy(recipe, request.spec);
    request.augmentation = recipe.augmentation;
    request.copies = previewCopies;
    request.seed = std::uint64_t(m_seed->value());
    m_preview->setRequest(request);
}

QString RecipeStep::problem() const
{
    if (!m_recipe->problem().isEmpty())
        return m_recipe->problem();
    if (m_validation->value() + m_test->value() > 90)
        return tr("Validation and test leave too few images to learn from.");
    if (!m_base->problem().isEmpty())
        return m_base->problem();
    return m_output->problem();
}

TrainingSetup RecipeStep::setup(Dataset dataset, const QStringList& concerns) const
{
    TrainingSetup setup;
    setup.base = m_base->path();
    setup.inputSize = m_recipe->inputSize();
    setup.folder = m_output->folder();
    TrainingRequest& request = setup.request;
    request.dataset = std::move(dataset);
    request.plan.validation = m_validation->value() / 100.0;
    request.plan.test = m_test->value() / 100.0;
    request.recipe = m_recipe->recipe();
    request.seed = std::uint64_t(m_seed->value());
    request.name = m_output->name();
    request.positiveClass = m_positive->currentText();
    request.concerns = concerns;
    request.dataRoot = m_index->root;
    request.checkpointFile = checkpointFileOf(setup.folder);
    return setup;
}

QString RecipeStep::stateLine() const
{
    const QString reason = problem();
    if (!reason.isEmpty())
        return reason;
    const TrainingRecipe recipe = m_recipe->recipe();
    const QString epochs = recipe.fineTuneEpochs > 0
        ? tr("%1 + %2 epochs").arg(recipe.headEpochs).arg(recipe.fineTuneEpochs)
        : tr("%1 epochs").arg(recipe.headEpochs);
    return m_recipe->isChanged() ? tr("%1, changed, %2").arg(recipe.name, epochs)
                                 : tr("%1, %2").arg(recipe.name, epochs);
}

} // namespace ccad

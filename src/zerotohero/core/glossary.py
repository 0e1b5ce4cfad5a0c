"""The field's words, said plainly: under ten words first, then two to four sentences more."""

from dataclasses import dataclass

from zerotohero.core.errors import UnknownIdError


@dataclass(frozen=True)
class Term:
    """One word of the field.

    Parameters
    ----------
    id : str
        As people type it: ``cross-validation``.
    short : str
        Under ten words.
    more : str
        Two to four sentences.
    also : tuple of str
        Other names of the same thing.
    """

    id: str
    short: str
    more: str
    also: tuple = ()


def find_term(word):
    """Return the Term that ``word`` means, whatever its spaces, hyphens and capitals.

    Raises
    ------
    UnknownIdError
        With the nearest term.

    Examples
    --------
    >>> find_term("Test Set").id, find_term("SGD").id
    ('test-set', 'stochastic-gradient-descent')
    """
    names = {name: term for term in TERMS for name in (term.id, *term.also)}
    joined = {_joined(name): term for name, term in names.items()}
    found = joined.get(_joined(word)) or joined.get(_joined(word).removesuffix("s"))
    if found is None:
        error = UnknownIdError("term", word, names)
        error.expected = "one of the words that `hero what` lists"
        raise error
    return found


def _joined(word):
    """Return the word without what people write in different ways."""
    return "".join(c for c in word.lower() if c.isalnum())


def _read(text):
    """Return the Terms that the text below holds: 'id: short | other names', then the sentences."""
    terms = []
    for paragraph in text.strip().split("\n\n"):
        head, _, more = paragraph.partition("\n")
        head, _, also = head.partition(" | ")
        id, _, short = head.partition(": ")
        terms.append(Term(id, short, more.replace("\n", " "), tuple(also.split(", ")) if also else ()))
    return tuple(terms)


TERMS = _read("""
accuracy: the share of answers that are right
90 right out of 100 is an accuracy of 0.90. It flatters when one class is common: if 95 of 100 customers stay,
saying 'stays' every time scores 0.95 and has learned nothing. That is why plain rivals stand beside it.

algorithm: a recipe that turns examples into a model
The recipe is the same for everybody; the model that comes out depends on your examples. `hero map` shows which
recipes there are and when each is a good idea.

balanced-accuracy: accuracy, with every class counting the same
For each class, which share of it was recognised? The mean of these shares is the balanced accuracy. A class with 20
rows weighs as much as one with 2,000, so ignoring the rare one costs.

baseline: a plain rival that a model has to beat | rival
Always the most frequent class, always the mean, one single question. A score means little until you know what these
get. If nothing beats them, the columns may not hold the answer.

bayes-rule: turning 'how likely if' into 'how likely that' | bayes
How likely are these words if it is spam? Multiply by how common spam is, do the same for every class, and compare:
that tells how likely it is spam. Naive Bayes and discriminant analysis are nothing else, each with its own picture of
a class.

bias: being wrong in the same direction again and again
A model that is too simple misses in the same way on every data set: that is bias. In a network the word also means
the constant that is added before the bend. And in daily language it is unfairness, which a model learns readily
from unfair examples.

boosting: small trees, each mending the last one's errors | gradient-boosting
The first tree makes a rough guess. Each one after it looks only at what is still wrong and corrects a little.
Hundreds of small corrections add up to what is often the best model for tables.

calibration: making 70 % mean right 7 times in 10
Many models rank well but exaggerate: they say 99 % and are right 90 times in 100. Calibration learns, on rows the
model has not seen, how to bend its numbers back. Then you may compute with them, for instance costs.

candidate: an algorithm with its settings, before training
The shortlist is made of candidates, each with a reason. Trained and scored, a candidate becomes a run.

class: one of the few answers that are possible | label
Breeds of cats, letters of the alphabet, yes and no. If the answer is one of a few classes the task is
classification; if it is an amount it is regression.

classification: telling which of a few kinds something is
Which letter, which breed, spam or not. A good classifier does not only name a class, it gives every class a
probability, and the largest wins.

confusion-matrix: a table of what was taken for what
One row for each true class, one column for each answer given. The diagonal is right, everything else is a
confusion. It shows at a glance that I and J are mixed up while A is safe.

cross-validation: each row is judged by a model without it | cv, k-fold
The training rows are cut into parts, called folds. Each part in turn is held back, a model learns from the others
and is scored on it. The mean of these scores is steadier than a single split, and their spread tells how much luck
is in it.

data-set: rows of examples with what is known about each
A table has one example per row; a folder of images has one per file. What you want to predict is one column of it,
the target.

decision-tree: yes/no questions, one after the other
Is the fur longer than 4 cm? Then: is the tail shorter than 20? After a few questions there is an answer. A tree can
be drawn and argued about, but one alone is rarely the most exact.

early-stopping: stop when unseen rows no longer get better
Boosting and networks learn in rounds. At some point they only memorise, and rows kept apart get worse. Stopping
there saves time and prevents overfitting.

elastic-net: linear regression with both brakes, lasso's and ridge's
Columns that do not help get the weight 0, as in the lasso; columns that say the same share their weight, as in ridge.
`l1_ratio` says how much of which.

embedding: a thing turned into numbers, likes close together
A word, an image or a customer becomes a list of numbers. Things that are alike end up near one another, so that
distance means something. Networks learn embeddings as a by-product.

encoding: turning categories or letters into numbers
A model computes, so 'tabby' has to become numbers: see one-hot. For files the same word means which bytes stand for
which letters, UTF-8 or Latin-1; get that wrong and é becomes Ã©.

epoch: one pass over all training examples
Networks look at the examples many times. After one epoch each has been seen once; ten epochs are ten passes.

estimator: scikit-learn's word for something that can fit
Every estimator has `fit`, and most have `predict`. Because all share this form, one can be exchanged for another
without touching the rest of the code.

feature: a column that the model may look at | input, column
Everything you know at the moment when you need the answer: age, colour, the pixels of an image. What becomes known
only afterwards is no feature, it is leakage.

fit: to learn from examples | train, training
`model.fit(X, y)` shows the model the inputs X and the right answers y, and it adjusts itself. After that it can
predict. Fitting and training are the same thing.

fold: one part of the training rows in cross-validation
With five folds each holds a fifth of the rows. Each takes one turn as judge while the model learns from the other
four. Copies and rows of one group stay in the same fold.

generalization: doing well on rows never seen before
The only thing that counts. Learning the examples by heart is easy for a computer; getting the next one right is the
art. Everything about splits and test sets is there to measure it honestly.

gradient-descent: going downhill, step by step, to smaller error
Imagine the error as a landscape and the weights as your place in it. The gradient says which way is up; you take a
step the other way, and again. How far each step goes is the learning rate.

group: rows that belong together, like one patient's visits
If some visits of a patient are learned from and others are judged on, the model can recognise the patient instead
of the illness. So all rows of a group go to the same side. `--group NAME` says which column it is.

histogram-boosting: boosting that puts numbers into bins first
Instead of trying every possible cut, it sorts each column into at most 255 bins and cuts between them. That makes
it quick on tens of thousands of rows, with hardly any loss.

hyperparameter: a setting chosen before learning starts
How many neighbours, how deep a tree, how strong the brake. The model learns its weights itself, but these are
chosen by you or by a search. `--set knn.neighbors=1,3,5,9` tries several and shows each.

imbalance: one class is much rarer than another
Fraud is perhaps 1 row in 500. Accuracy then says almost nothing, and ROC AUC or balanced accuracy is asked instead.
The rare class also needs enough rows to learn from.

imputation: filling empty cells with a sensible value
Most models cannot compute with nothing, so an empty cell gets, say, the column's median. The median is learned from
the training rows only, and that a cell was empty can be a feature of its own.

knn: the most similar examples vote | k-nearest-neighbours, k-nearest-neighbors, nearest-neighbours
To answer, it looks for the k training rows that are closest and lets them vote, or takes their mean. Nothing is
learned beforehand, so the model contains its training rows.

lasso: linear regression that sets most weights to zero | l1-penalty, sparse
Every weight costs its size, so a column has to help by more than it costs. What is left is a short list. A column
that is not on it may still matter: perhaps another one said the same.

leaderboard: all trained models on one data set, ranked
Every run has the same rows to learn from and the same to be judged on, so the scores can be compared. The rivals
stand on it too.

leakage: the model peeks at what it cannot know later | data-leakage, leak
A column that is written down only after the answer is known, a copy of a training row among the judged ones, a mean
computed over all rows. The score becomes wonderful and real life does not. The checks look for it before anything
is trained.

learning-curve: the score against the rows learned from
The same model is taught with an eighth, a quarter, half and all of the rows and judged on others. If the curve still
climbs at its end, more rows help; if it is flat, look for better columns instead.

learning-rate: how far each step of learning goes
Too small and it takes for ever; too large and it jumps over the valley. In boosting it is the share of each tree's
correction that is used.

linear-discriminant-analysis: clouds of one shape, a straight border between | lda, discriminant-analysis
Each class is a cloud of points around its mean, and all clouds have the same shape. A new row belongs to the cloud in
which it would be least surprising. Strong with few rows; the same letters also name a topic model.

linear-regression: one weight per column, added up
Price = so much per square metre + so much per bathroom + a constant. The weights are those with the smallest
squared error. Quick, readable, and often hard to beat by much.

log-loss: how surprised the model is by the truth | cross-entropy
If it gave the true class 90 % the loss is small; if it gave 1 % it is large. Saying 0 % and being wrong costs
endlessly. So it rewards honest probabilities and not only right answers.

logistic-regression: one weight per column; out come probabilities
In spite of its name it classifies. It adds up weighted columns and bends the sum so that it lies between 0 and 1.
Each weight can be read: this column speaks for that class, so strongly.

loss: a number for how wrong the model is | cost, cost-function
Learning means making this number small on the training rows. Which loss is used decides what 'wrong' means: squared
error, surprise, or something of your own.

mae: mean absolute error: how far off, on average | mean-absolute-error
If predictions are off by 10, 0 and 20 euros the mean absolute error is 10 euros. One huge miss counts only as much
as it is large, unlike in RMSE.

metric: the number by which models are ranked | score
Accuracy, ROC AUC, RMSE and others. Choose it before you look at scores, because it says which mistakes matter.
`--metric` names another one.

missing-value: a cell without an answer in it | nan, na
Empty, NA, ?, -200: files say it in many ways. The reading recipe notes which words mean 'missing' in each column,
so that a later file is read the same way.

model: what is left after learning: it answers
An algorithm plus examples gives a model. It can be saved, sent, and asked about rows nobody has seen.

model-card: a page that says what a model is for
What it was trained on, how well it does and on what, where it fails, what it must not be used for. `hero report`
writes one.

multinomial-naive-bayes: counts each class's words, and compares | naive-bayes-for-counts
Spam says 'free' often, friends do not. A text belongs to the class whose share of words makes it most likely. Old,
immediate, and hard to beat by much on short texts.

n-gram: a run of n words or letters | bigram, trigram
"to be or" is a run of three words. Count which word follows each pair in a text and you have a language model that
writes: draw the next word by how often it came. The longer the run, the better it reads and the more it copies.

naive-bayes: each column votes on its own, votes multiplied | gaussian-naive-bayes, categorical-naive-bayes
For each class it learns what each column looks like there, a bell curve or shares of categories, and multiplies. It is
naive because it takes the columns to be independent. So it counts evidence twice where two columns say the same,
and its probabilities exaggerate.

neural-network: layers that mix numbers and bend them | network, deep-learning
Each layer multiplies its inputs with weights, adds them up and bends the result. Layer after layer, useful features
appear that nobody wrote down. They want many examples, or borrowed weights.

normalization: bringing columns to a common scale | scaling, standardization
Age goes to 100, income to 100,000: for distances, income would drown age. So each column is shifted and stretched
to about the same range, with numbers learned from the training rows.

odds: how many times likelier it is than not
A probability of 0.8 is odds of 4: four times likelier than not. Odds multiply where probabilities do not add up, which
is why logistic regression and boosting count in them. Odds of 1 are a coin.

one-hot: one 0/1 column for each category | one-hot-encoding, dummy-variable
A colour that is red, green or blue becomes three columns, and exactly one of them is 1. That way no false order
creeps in, as it would with red = 1, green = 2, blue = 3.

out-of-fold: predicted by a model without this row | oof
In cross-validation every training row is once on the judging side. Collecting these predictions gives one honest
prediction per row, from which plots and worst mistakes are drawn.

outlier: a value far away from all others
A typing error, a broken sensor, or the one customer who matters most. Look before you delete: a model for the usual
cases and a look at the unusual ones are two different jobs.

overfitting: learning the examples by heart, noise included
The model is splendid on rows it has seen and poor on new ones, like somebody who knows last year's exam. More rows,
a simpler model, or stronger brakes (regularization) help.

partial-dependence: the mean prediction as one column changes
Every row gets the same value in one column, all else stays, and the predictions are averaged; then the next value.
It shows what the model does with the column, which is not what happens if you change it in real life.

permutation-importance: how much worse with this column shuffled
The cells of one column are dealt out anew among rows that the model has not seen. If the score falls, the model
leans on that column. Of two columns that say the same, each looks unimportant while the other is there.

perplexity: between how many words it wavers, on average
A model gives each word of a new line a probability; perplexity is one over their geometric mean. 90 means that it is
as unsure as if it threw a die with 90 sides for every word. Lower is better, and only texts with the same words can be
compared.

pipeline: steps before the model, fitted together with it
Filling gaps, scaling, one-hot, model: as one object they are fitted inside the fold, so that nothing is learned
from the rows that judge. scikit-learn calls it `Pipeline`.

precision: of those it flagged, how many were right?
If 20 messages land in the spam folder and 18 are spam, the precision is 0.9. It says nothing about the spam that
got through; that is recall.

prediction: the model's answer for one row | predict
A class with its probability, or an amount. It is a guess made from examples and not a fact about the future.

prediction-interval: a range that holds most true values | interval, coverage
Predicted 300, between 260 and 345: for 9 of 10 rows the truth should lie inside. Whether it does can be measured on
rows that were not used to make it; that share is called the coverage.

probability: how sure the model is, from 0 to 1 | predict-proba
0.7 for cat should mean: of all rows with this number, 7 in 10 are cats. Whether that is so can be measured; see
calibration.

quadratic-discriminant-analysis: clouds of different shapes, a curved border between | qda
As in linear discriminant analysis each class is a cloud, but each has its own shape and size. The border becomes an
ellipse or another curve. Each shape takes many rows to learn, so it likes few columns.

r2: the share of ups and downs that is explained | r-squared
1 is perfect; 0 is no better than always saying the mean; below 0 is worse than that. It has no unit, so read it
together with RMSE.

random-forest: hundreds of different trees vote | forest
Each tree sees other rows and other columns, so each makes other mistakes. In the vote the mistakes cancel. It works
well with hardly any adjusting.

random-state: a constant that makes chance repeatable | seed
Shuffling is random, but started from the same number it comes out the same. So you and a friend get the same split
and the same score. Which number does not matter; 42 is a habit.

recall: of all there were, how many were found? | sensitivity
If 30 messages were spam and 18 were caught, the recall is 0.6. Catching everything is easy if you flag everything,
so look at precision too.

regression: predicting an amount
A price, a duration, a temperature. The error has a unit, so a score of 12 may be good for euros and bad for years.

regularization: a brake that keeps a model simple | ridge-penalty, weight-decay, shrinkage
Large weights cost extra, so only columns that really help get one. A little brake nearly always improves new rows;
too much and the model says the same for everything. In logistic regression `C` lets the brake go: the larger, the
weaker it is.

rhyme-density: how long each word rhymes back, in vowels
For every word, the longest run of vowels that one of the 15 words before it also ends in; the mean over all words.
Prose has little of it, rap much. The same word again counts nothing, else repeating oneself would be the best rhyme.

rhyming-ngram: counts of words, drawn so that lines rhyme
It reads every line from its end, so the rhyme comes first, and counts what stands before what. Before it draws a word it
knows how much probability is left for ending the line with the rhyme and the syllables you asked for, so no line is ever
thrown away. It understands nothing.

ridge: linear regression with a brake on its weights
When columns say nearly the same or there are many of them, plain weights run wild. Ridge makes large weights cost
something, and they calm down.

rmse: typical error, large misses counting more | root-mean-squared-error, mse
Square each error, take the mean, take the root: root mean squared error. It has the unit of the answer. One miss of
100 weighs as much as a hundred misses of 10.

rmsle: typical error as a share, not in euros | root-mean-squared-log-error
RMSE of the logarithms. Being 10 % off costs the same for a cottage and a castle; 0.12 means about 12 % off. Used
when the answers are positive and a few are huge.

roc-auc: how often the right one is ranked higher | auc
Take one row that is a yes and one that is a no: how often does the model give the yes the higher number? 0.5 is
tossing a coin, 1 is always. It does not care where you draw the line, so rare classes do not flatter it.

run: one trained candidate, with its scores
An algorithm with its settings, trained on one data set. It never changes afterwards; `best` and `latest` are runs,
and so is any id on the leaderboard.

shapley-value: one column's fair share of a prediction | shap, shapley
How much does the prediction change when this column becomes known, on average over all orders in which columns can
become known? The shares of all columns make up the whole difference from an ordinary row. They tell what moved the
model, not what causes the answer. `hero explain` shows them.

smoothing: lending a little probability to what was never seen | kneser-ney, backoff
Most pairs of words in a new line never stood together before, and a plain count calls them impossible. Smoothing takes a
little from what was seen and gives it to the rest, by asking a shorter run: after "purple" anything may come, most likely
a word that has come after many different ones. Kneser and Ney found the way that still serves best.

softmax: turns scores into probabilities that sum to one
e to the power of each score, divided by the sum of all of these. The largest score gets the largest share, and
nobody gets exactly nothing.

stochastic-gradient-descent: going downhill by looking at few rows at once | sgd
Gradient descent would look at every row before each step. Here a handful, drawn by chance, is enough for a rough
direction: many quick, slightly wrong steps arrive sooner than a few exact ones. Networks learn this way.

supervised-learning: learning from examples that have the answer
Images with their letters, houses with their prices. Without answers there is still something to find, groups for
instance, and that is called unsupervised.

target: the column that you want to know | y
The answer: breed, price, yes or no. `--target NAME` says which. A column that is the target in other words must not
stay among the features.

test-set: rows kept aside for one honest last look | holdout
They are set aside before anything is learned, and no choice is made by looking at them. Each look is counted,
because choosing by the test set turns it into training. See validation for the looks in between.

threshold: the probability from which it says yes
0.5 is a habit and no law. If a missed illness costs more than a false alarm, say yes from 0.1 on. Moving it trades
precision for recall.

training-set: the rows that are learned from
All rows but the test set. Inside it, cross-validation takes turns at learning and judging.

tuning: trying settings and keeping the best | hyperparameter-search, grid-search
Each configuration is scored by cross-validation inside the training rows. The best of many is a little lucky, so
its score is measured once more on fresh folds.

underfitting: too simple to catch what is there
Poor on the rows it has seen as well as on new ones. A richer model or better columns help; more rows do not.

validation: judging on rows not learned from, to choose | validate, validation-set
Used again and again while you compare models. Since you choose by it, the winner's score is a bit too good; the
test set says how much.

weight: how much one input counts
A positive weight pushes the answer up, a negative one down, zero means ignored. Learning is, in most models,
finding good weights.
""")

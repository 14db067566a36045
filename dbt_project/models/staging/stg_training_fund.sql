{{ in_force('training_fund') }}
